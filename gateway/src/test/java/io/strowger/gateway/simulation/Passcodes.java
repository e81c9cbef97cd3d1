package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Steady traffic of many accounts to four operators, each passcode to a number of its own; and
 * people who type what arrives, where their account tells.
 */
final class Passcodes {
  static final int OPERATORS = 4;
  static final long TTL_MILLIS = 120_000;
  private static final int ACCOUNTS = 40;

  /** Of the people who were sent a code. */
  private static final double TYPED = 0.8;

  /** What the gateway has accepted; times are right, whatever its clock says. */
  static final class Passcode {
    final String to;
    final String account;
    final MessageId id;
    final long askedAtMillis;

    /** Negative as long as it has not. */
    long arrivedAtMillis = -1;

    Passcode(String to, String account, MessageId id, long askedAtMillis) {
      this.to = to;
      this.account = account;
      this.id = id;
      this.askedAtMillis = askedAtMillis;
    }

    boolean arrivedWithin(long millis) {
      return arrivedAtMillis >= 0 && arrivedAtMillis - askedAtMillis <= millis;
    }
  }

  private final Timeline timeline;
  private final SplittableRandom random;
  private final Witness witness;
  private final List<Passcode> accepted = new ArrayList<>();
  private final Map<String, Passcode> byNumber = new HashMap<>();
  private final boolean verifies;
  private @Nullable Dispatcher gateway;
  private int numbers;

  /**
   * @param verifies whether accounts tell which codes were typed
   */
  Passcodes(Timeline timeline, SplittableRandom random, Witness witness, boolean verifies) {
    this.timeline = timeline;
    this.random = random;
    this.witness = witness;
    this.verifies = verifies;
    witness.onArrival((to, _) -> arrives(to));
  }

  static String operator(int index) {
    return "+393" + index;
  }

  /** A range of this operator that nobody has. */
  static String deadNumbers(int operator) {
    return operator(operator) + "9";
  }

  /** Who takes them from now on; null while nobody does. */
  void gateway(@Nullable Dispatcher now) {
    gateway = now;
  }

  /** What was accepted and can arrive. */
  List<Passcode> accepted() {
    return accepted;
  }

  void ask(long gapMillis, long until) {
    if (timeline.now() < until) {
      timeline.in(1 + random.nextLong(2 * gapMillis), () -> ask(gapMillis, until));
      String to = operator(random.nextInt(OPERATORS)) + (1_000_000 + numbers++);
      submit("tenant" + random.nextInt(ACCOUNTS), to, true);
    }
  }

  /** One account to numbers that nobody has. */
  void hammer(String account, long gapMillis, long until) {
    if (timeline.now() < until) {
      timeline.in(1 + random.nextLong(2 * gapMillis), () -> hammer(account, gapMillis, until));
      submit(account, deadNumbers(random.nextInt(OPERATORS)) + (100_000 + numbers++), false);
    }
  }

  private void submit(String account, String to, boolean canArrive) {
    Dispatcher taker = gateway;
    if (taker == null) {
      return;
    }
    String text = "Your code is " + (100_000 + random.nextInt(900_000));
    long at = timeline.now();
    witness.asks(new Witness.Asked(to, text, TTL_MILLIS));
    MessageDraft draft =
        new MessageDraft(
            account,
            new PhoneNumber(to),
            new Secret(text),
            null,
            null,
            null,
            null,
            null,
            0,
            List.of(Channel.SMS),
            null,
            List.of(),
            TTL_MILLIS);
    var _ =
        taker.submit(
            draft,
            reply -> {
              if (reply instanceof Reply.Accepted(var message)) {
                witness.promises(
                    to, new Witness.Promised(message.id(), message.spec().expiresAtMillis()));
                if (canArrive) {
                  Passcode one = new Passcode(to, account, message.id(), at);
                  accepted.add(one);
                  byNumber.put(to, one);
                }
              }
            });
  }

  private void arrives(String to) {
    Passcode one = byNumber.get(to);
    if (one == null || one.arrivedAtMillis >= 0) {
      return;
    }
    one.arrivedAtMillis = timeline.now();
    if (one.arrivedAtMillis - one.askedAtMillis > TTL_MILLIS) {
      witness.violated(
          to + ": arrived " + (one.arrivedAtMillis - one.askedAtMillis) + " ms after it was asked");
    }
    if (verifies && random.nextDouble() < TYPED) {
      timeline.in(4_000 + random.nextLong(20_000), () -> types(one));
    }
  }

  private void types(Passcode one) {
    Dispatcher taker = gateway;
    if (taker != null) {
      var _ = taker.feedback(one.account, one.id, true, _ -> {});
    }
  }
}
