package io.strowger.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RequestInspectionTest {
  private static final RequestInspection INSPECTION =
      new RequestInspection(
          Set.of("INVITE", "BYE", "OPTIONS"), Set.of("timer"), Set.of("application/sdp"));

  private static SipResponse refused(SipRequest request) {
    SipResponse.Builder refusal = INSPECTION.refusal(request);
    assertNotNull(refusal);
    return refusal.build();
  }

  private static SipRequest.Builder invite() {
    return Layer.from("INVITE", 1, "z9hG4bK1").toBuilder();
  }

  @Test
  void what_can_be_served_passes() {
    assertNull(INSPECTION.refusal(invite().build()));
    assertNull(INSPECTION.refusal(invite().header("Require", "timer").build()));
    assertNull(
        INSPECTION.refusal(
            invite()
                .header("Accept", "text/plain, application/sdp;level=1")
                .body("Application/SDP; charset=x", new byte[1])
                .build()));
    assertNull(
        INSPECTION.refusal(
            invite()
                .header("Content-Disposition", "render; handling = optional")
                .body("x/y", new byte[1])
                .build()));
  }

  @Test
  void another_method_is_told_which_there_are() {
    SipResponse answer = refused(Layer.from("NOTIFY", 1, "z9hG4bK1"));
    assertEquals(405, answer.status());
    assertEquals("BYE, INVITE, OPTIONS", answer.header("Allow"));
  }

  @Test
  void another_scheme_is_unsupported() {
    assertEquals(416, refused(invite().build().toBuilder("isbn:123").build()).status());
  }

  @Test
  void required_extensions_that_are_not_here_are_named() {
    SipResponse answer =
        refused(invite().header("Require", "b, timer").header("Require", "a").build());
    assertEquals(420, answer.status());
    assertEquals("a, b", answer.header("Unsupported"));
  }

  @Test
  void a_body_that_is_not_understood_is_told_what_would_be() {
    SipResponse answer = refused(invite().body("x/y", new byte[1]).build());
    assertEquals(415, answer.status());
    assertEquals("application/sdp", answer.header("Accept"));
    assertEquals(
        415,
        refused(
                invite()
                    .header("Content-Encoding", "gzip")
                    .body("application/sdp", new byte[1])
                    .build())
            .status());
  }

  @Test
  void a_caller_that_takes_no_sdp_cannot_be_answered() {
    assertEquals(406, refused(invite().header("Accept", "text/plain").build()).status());
    assertNull(
        INSPECTION.refusal(
            Layer.from("OPTIONS", 1, "z9hG4bK1").toBuilder()
                .header("Accept", "text/plain")
                .build()));
  }
}
