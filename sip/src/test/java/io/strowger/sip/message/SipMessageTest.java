package io.strowger.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SipMessageTest {
  private static SipRequest.Builder options() {
    return SipRequest.builder("OPTIONS", "sip:carrier.example")
        .header("From", "<sip:gw.example>;tag=1")
        .header("To", "<sip:carrier.example>")
        .header("Call-ID", "c1")
        .header("CSeq", "1 OPTIONS");
  }

  @Test
  void a_request_is_built_with_hops_and_length() {
    String text = new String(options().build().encode(), StandardCharsets.UTF_8);
    assertEquals(
        """
        OPTIONS sip:carrier.example SIP/2.0
        From: <sip:gw.example>;tag=1
        To: <sip:carrier.example>
        Call-ID: c1
        CSeq: 1 OPTIONS
        Max-Forwards: 70
        Content-Length: 0

        """,
        text.replace("\r\n", "\n"));
  }

  @Test
  void headers_are_added_replaced_and_taken_away() {
    SipRequest request =
        options()
            .header("Route", "<sip:a;lr>")
            .header("route", "<sip:b;lr>")
            .headerFirst("Route", "<sip:first;lr>")
            .setHeader("Max-Forwards", "5")
            .setHeader("max-forwards", "6")
            .build();
    assertEquals(List.of("<sip:first;lr>", "<sip:a;lr>", "<sip:b;lr>"), request.headers("Route"));
    assertEquals(List.of("6"), request.headers("Max-Forwards"));
    assertEquals(
        List.of("<sip:x>"),
        request.toBuilder().setHeader("Route", "<sip:x>").build().headers("Route"));
    assertNull(request.toBuilder().removeHeader("ROUTE").build().header("Route"));
  }

  @Test
  void a_request_lacking_what_names_its_dialog_is_not_built() {
    assertThrows(IllegalStateException.class, () -> options().removeHeader("From").build());
    assertThrows(
        IllegalStateException.class, () -> options().setHeader("CSeq", "1 INVITE").build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: b", "a\nb", "a\rb"})
  void a_value_cannot_become_another_header(String value) {
    assertThrows(IllegalArgumentException.class, () -> options().header("Subject", value));
    assertThrows(IllegalArgumentException.class, () -> options().setHeader("Subject", value));
    assertThrows(IllegalArgumentException.class, () -> SipRequest.builder("BYE", value));
  }

  @Test
  void a_body_brings_its_type_and_an_empty_one_takes_it_away() {
    SipRequest with = options().body("text/plain", new byte[] {65}).build();
    assertEquals("text/plain", with.contentType());
    assertEquals(1, with.bodyLength());
    assertNull(with.toBuilder().body("text/plain", new byte[0]).build().contentType());
    with.body()[0] = 66;
    assertEquals(65, with.body()[0], "a copy");
  }

  @Test
  void an_answer_has_the_way_and_the_names_of_its_request() {
    SipRequest invite =
        Samples.invite().toBuilder()
            .headerFirst("Via", "SIP/2.0/UDP p.example;branch=z9hG4bKp")
            .header("Record-Route", "<sip:p.example;lr>")
            .build();
    SipResponse busy = SipResponse.to(invite, 486).toTag("x").build();
    assertEquals(invite.headers("Via"), busy.headers("Via"));
    assertEquals("Busy Here", busy.reason());
    assertEquals("x", busy.toTag());
    assertEquals(invite.cseq(), busy.cseq());
    assertNull(busy.header("Record-Route"));
    assertNotNull(SipResponse.to(invite, 183).build().header("Record-Route"));
    assertEquals("x", busy.toBuilder().toTag("other").build().toTag(), "the first tag stays");
  }

  @Test
  void what_is_logged_of_a_message_has_no_number_in_it() {
    assertFalse(Samples.invite().toString().contains("3906"));
    assertEquals("INVITE (CSeq 314159 of a84b4c76e66710@192.0.2.1)", Samples.invite().toString());
  }
}
