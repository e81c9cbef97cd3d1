package io.strowger.gateway.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TwilioTermsTest {
  private static Message in(MessageState state, String... carrierIds) {
    List<Attempt> attempts =
        carrierIds.length == 0
            ? List.of()
            : List.of(
                new Attempt(
                    1,
                    Messages.via("alpha"),
                    1,
                    "alpha-1",
                    List.of(carrierIds),
                    1,
                    0,
                    new Verdict.Taken(),
                    1,
                    2,
                    0));
    return new Message(Messages.spec("+393471234567"), state, attempts);
  }

  private static MessageState failed(Refusal.Disposition disposition) {
    return new MessageState.Failed(Messages.refusal(disposition), 1);
  }

  @Test
  void a_sid_is_the_id_and_leads_back_to_it() {
    MessageId id = MessageId.parse("019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b");
    assertEquals("SM019a0b1c2d3e7f408a5b6c7d8e9f0a1b", TwilioTerms.sid(id));
    assertEquals(id, TwilioTerms.parseSid("SM019a0b1c2d3e7f408a5b6c7d8e9f0a1b"));
  }

  @Test
  void what_cannot_be_a_sid_of_ours_is_none() {
    for (String sid :
        List.of(
            "",
            "SM",
            "MM019a0b1c2d3e7f408a5b6c7d8e9f0a1b",
            "SM019a0b1c2d3e7f408a5b6c7d8e9f0a1",
            "SM019a0b1c2d3e4f408a5b6c7d8e9f0a1b",
            "SM019a0b1c2d3e7f408a5b6c7d8e9f0a1g")) {
      assertNull(TwilioTerms.parseSid(sid), sid);
    }
  }

  @Test
  void every_state_has_its_status() {
    assertEquals("queued", TwilioTerms.status(in(new MessageState.Accepted())));
    assertEquals("sending", TwilioTerms.status(in(new MessageState.Attempting(1))));
    assertEquals("sending", TwilioTerms.status(in(new MessageState.AwaitingRetry(9))));
    assertEquals("sent", TwilioTerms.status(in(new MessageState.AwaitingReceipt(1, 9), "x")));
    assertEquals("delivered", TwilioTerms.status(in(new MessageState.Delivered(1), "x")));
    assertEquals("canceled", TwilioTerms.status(in(new MessageState.Cancelled(1))));
  }

  @Test
  void what_a_carrier_never_had_failed_and_what_it_had_is_undelivered() {
    MessageState refused = failed(Refusal.Disposition.OTHER_ROUTE);
    assertEquals("failed", TwilioTerms.status(in(refused)));
    assertEquals("undelivered", TwilioTerms.status(in(refused, "x")));
    assertEquals("failed", TwilioTerms.status(in(new MessageState.Expired(1))));
    assertEquals("undelivered", TwilioTerms.status(in(new MessageState.Expired(1), "x")));
  }

  @Test
  void only_what_did_not_arrive_has_an_error_code() {
    assertEquals(
        30_005, TwilioTerms.errorCode(in(failed(Refusal.Disposition.PERMANENT_FOR_NUMBER), "x")));
    assertEquals(30_008, TwilioTerms.errorCode(in(failed(Refusal.Disposition.OTHER_ROUTE), "x")));
    assertEquals(30_036, TwilioTerms.errorCode(in(new MessageState.Expired(1))));
    assertNull(TwilioTerms.errorCode(in(new MessageState.Delivered(1))));
    assertNull(TwilioTerms.errorCode(in(new MessageState.Cancelled(1))));
  }
}
