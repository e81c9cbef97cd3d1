package io.strowger.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Origin;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KannelCallbackTest {
  private static final Account ACCOUNT = Account.named("idp", Set.of());

  private final KannelCallback callback = new KannelCallback();

  private static Origin origin(String mask, String url) {
    return new Origin("kannel", mask + "\n" + url);
  }

  private String filled(String template, MessageState state) {
    CallbackRequest request =
        callback.request(Notices.of(state, origin("31", template)), ACCOUNT, 1);
    assertNotNull(request);
    assertEquals("GET", request.method());
    assertNull(request.body());
    return request.url();
  }

  @ParameterizedTest
  @CsvSource({
    "%d, 1",
    "%p, %2B393471234567",
    "%P, My+Bank",
    "%q, %2B393471234567",
    "%Q, My+Bank",
    "%t, 1970-01-01+00:16:42",
    "%T, 1002",
    "%A, stat%3ADELIVRD+err%3A000",
    "%i, alpha",
    "%F, a%2F1+b",
    "%n, idp",
    "%o, idp",
    "%a%b%k%r%s, ''",
    "%%, %",
    "%z, %z",
    "%, %",
    "a%2Fb, a%2Fb",
    "d d, d+d",
    "è, %C3%A8"
  })
  void an_escape_is_filled_as_kannel_fills_it(String escape, String value) {
    assertEquals(
        "http://idp.example/dlr?v=" + value,
        filled("http://idp.example/dlr?v=" + escape, Notices.DELIVERED));
  }

  @Test
  void the_id_is_the_messages_own() {
    String id = Notices.spec("idp", 1, null).id().toString();
    assertEquals("http://h/" + id, filled("http://h/%I", Notices.DELIVERED));
  }

  @ParameterizedTest
  @CsvSource({"delivered, 1", "failed, 2", "sending, 4", "sent, 8", "rejected, 16"})
  void a_state_is_one_bit_and_only_what_the_mask_has_is_owed(String state, int bit) {
    for (int mask = 0; mask < 32; mask++) {
      Message message = message(state, origin(Integer.toString(mask), "http://h/"));
      assertEquals((mask & bit) != 0, callback.owes(message), state + " with mask " + mask);
    }
  }

  private static Message message(String state, Origin origin) {
    return switch (state) {
      case "delivered" -> Notices.message(Notices.DELIVERED, origin);
      case "failed" -> Notices.message(Notices.FAILED, origin);
      case "sending" -> Notices.message(new MessageState.Attempting(1), origin);
      case "sent" -> Notices.message(Notices.SENT, origin);
      default -> new Message(Notices.spec("idp", 1, origin), Notices.FAILED, List.of());
    };
  }

  @Test
  void a_report_of_failure_carries_the_carriers_code() {
    assertEquals(
        "http://h/?d=2&a=stat%3AUNDELIV+err%3Areceipt%3AUNDELIV%3A001",
        filled("http://h/?d=%d&a=%A", Notices.FAILED));
  }

  @Test
  void without_a_mask_or_an_address_nothing_is_owed() {
    for (Origin origin :
        List.of(
            new Origin("kannel", "31"),
            new Origin("kannel", "31\n"),
            new Origin("kannel", "\nhttp://h/"),
            new Origin("kannel", "x\nhttp://h/"),
            new Origin("twilio", "31\nhttp://h/"))) {
      assertFalse(callback.owes(Notices.message(Notices.DELIVERED, origin)), origin.toString());
    }
    assertFalse(callback.owes(Notices.message(Notices.DELIVERED, null)));
  }
}
