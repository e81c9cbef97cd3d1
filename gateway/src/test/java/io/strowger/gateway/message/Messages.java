package io.strowger.gateway.message;

import io.strowger.gateway.number.PhoneNumber;
import java.util.List;

/** Messages for tests: accepted at 1 000 000 ms, five minutes to live. */
public final class Messages {
  public static final long ACCEPTED_AT = 1_000_000;
  public static final long TTL = 300_000;

  private Messages() {}

  public static Message accepted() {
    return accepted("+393471234567");
  }

  public static Message accepted(String to) {
    return new Message(spec(to), new MessageState.Accepted(), List.of());
  }

  public static MessageSpec spec(String to) {
    return new MessageSpec(
        MessageId.of(MessageId.firstOrderOf(ACCEPTED_AT), 7),
        "idp",
        new PhoneNumber(to),
        new Secret("Your code is 123456"),
        null,
        null,
        null,
        "ref",
        null,
        0,
        List.of(Channel.SMS),
        null,
        ACCEPTED_AT,
        ACCEPTED_AT + TTL);
  }

  public static RouteChoice via(String carrier) {
    return new RouteChoice(carrier, Channel.SMS, "+39", RouteChoice.Reason.PREFERRED, null);
  }

  public static Refusal refusal(Refusal.Disposition disposition) {
    return new Refusal("smpp:test", "a test refusal", disposition);
  }
}
