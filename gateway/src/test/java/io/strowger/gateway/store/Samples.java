package io.strowger.gateway.store;

import io.strowger.gateway.delivery.HeldReceipt;
import io.strowger.gateway.delivery.ReceiptReading;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;

/** Messages as they look on their way. */
final class Samples {
  static final long T0 = 1_780_000_000_000L;
  static final String TEXT = "Your Strowger code is ";

  static final Refusal REFUSAL =
      new Refusal("receipt:UNDELIV:001", "unknown", Refusal.Disposition.PERMANENT_FOR_NUMBER);

  private static final List<RouteChoice.Reason> REASONS = List.of(RouteChoice.Reason.values());

  private Samples() {}

  static MessageId id(int n) {
    return MessageId.of(MessageId.firstOrderOf(T0 + n), 0x5DEECE66DL * (n + 1));
  }

  static String codeOf(int n) {
    return String.format("%06d", 100_000 + n * 7);
  }

  static String numberOf(int n) {
    return String.format("+39347%07d", n % 1000);
  }

  static MessageSpec spec(int n) {
    return new MessageSpec(
        id(n),
        n % 2 == 0 ? "bank" : "shop",
        new PhoneNumber(numberOf(n)),
        new Secret(TEXT + codeOf(n)),
        n % 3 == 0 ? null : new Secret(codeOf(n)),
        n % 5 == 0 ? null : "STROWGER",
        n % 7 == 0 ? "it" : null,
        "order-" + n,
        n % 4 == 0 ? null : "key-" + n,
        31L * n - 1_000_000_007L,
        n % 6 == 0 ? List.of(Channel.SMS, Channel.VOICE) : List.of(Channel.SMS),
        null,
        T0 + n,
        T0 + n + 60_000);
  }

  static RouteChoice choice(int n) {
    return new RouteChoice(
        n % 2 == 0 ? "alpha" : "beta",
        Channel.SMS,
        "+39",
        REASONS.get(n % REASONS.size()),
        n % 2 == 0 ? null : "alpha is down");
  }

  static Attempt pending(int n, int ordinal) {
    return new Attempt(
        ordinal,
        choice(n + ordinal),
        1,
        null,
        List.of(),
        0,
        0,
        new Verdict.Pending(),
        T0 + n,
        0,
        0);
  }

  static Attempt taken(int n, int ordinal, Verdict verdict) {
    return new Attempt(
        ordinal,
        choice(n + ordinal),
        2,
        "alpha-1",
        List.of("id-" + n + "-a", "id-" + n + "-b"),
        2,
        verdict instanceof Verdict.Arrived ? 0b11 : 0,
        verdict,
        T0 + n,
        T0 + n + 20,
        verdict instanceof Verdict.Taken ? 0 : T0 + n + 900);
  }

  static Message opened(int n) {
    return new Message(spec(n), new MessageState.Attempting(1), List.of(pending(n, 1)));
  }

  static Message sent(int n) {
    return new Message(
        spec(n),
        new MessageState.AwaitingReceipt(1, T0 + n + 30_000),
        List.of(taken(n, 1, new Verdict.Taken())));
  }

  static Message delivered(int n) {
    return new Message(
        spec(n),
        new MessageState.Delivered(T0 + n + 900),
        List.of(taken(n, 1, new Verdict.Arrived())));
  }

  static Message failed(int n) {
    return new Message(
        spec(n),
        new MessageState.Failed(REFUSAL, T0 + n + 900),
        List.of(taken(n, 1, new Verdict.Refused(REFUSAL))));
  }

  static Message expired(int n) {
    return new Message(
        spec(n),
        new MessageState.Expired(T0 + n + 60_000),
        List.of(taken(n, 1, new Verdict.Silent())));
  }

  /** Expired, and then its receipt came after all. */
  static Message expiredThenArrived(int n) {
    return new Message(
        spec(n),
        new MessageState.Expired(T0 + n + 60_000),
        List.of(taken(n, 1, new Verdict.Arrived())));
  }

  static Message shredded(Message message) {
    return new Message(message.spec().shredded(), message.state(), message.attempts());
  }

  static HeldReceipt receipt(int n) {
    return new HeldReceipt(
        n,
        "alpha",
        List.of("held-" + n, "held-hex-" + n),
        n % 2 == 0
            ? new ReceiptReading(ReceiptReading.Kind.DELIVERED, null)
            : new ReceiptReading(ReceiptReading.Kind.NOT_DELIVERED, REFUSAL),
        T0 + n,
        T0 + n + 5_000);
  }

  static StoreChange open(int n) {
    return new StoreChange.Opened(opened(n));
  }

  static StoreChange send(int n) {
    return new StoreChange.Updated(sent(n));
  }

  static StoreChange deliver(int n) {
    return new StoreChange.Closed(delivered(n));
  }

  static StoreChange fail(int n) {
    return new StoreChange.Closed(failed(n));
  }

  static StoreChange expire(int n) {
    return new StoreChange.Closed(expired(n));
  }

  static StoreChange annotate(int n) {
    return new StoreChange.Annotated(expiredThenArrived(n));
  }
}
