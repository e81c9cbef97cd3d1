package io.strowger.gateway.delivery;

import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.Health;
import io.strowger.gateway.health.Proof;
import io.strowger.gateway.health.ReceiptTrust;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Command;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Verdict;
import org.jspecify.annotations.Nullable;

/** How long a copy is waited for, and whether it is still of use, by what is known of its route. */
final class Patience {
  private static final long HEDGE_MIN_MILLIS = 15_000;
  private static final long UNPROVEN_SILENT_MILLIS = 10_000;

  private final HealthWatch watch;
  private final Health health;
  private final FeedbackHabit feedback;

  Patience(HealthWatch watch, Health health, FeedbackHabit feedback) {
    this.watch = watch;
    this.health = health;
    this.feedback = feedback;
  }

  /** How long a receipt may take before its message is sent another way; 0 for the usual time. */
  long silentAfterMillis(Message message, int ordinal) {
    if (!watch.isActing() || ordinal > message.attempts().size()) {
      return 0;
    }
    String carrier = message.attempts().get(ordinal - 1).choice().carrier();
    if (!watch.knows(carrier) || health.isBlind(carrier)) {
      return 0;
    }
    if (!health.isProven(carrier)) {
      return UNPROVEN_SILENT_MILLIS;
    }
    long patience = health.hedgeMillis(carrier, watch.operator(message.spec().to()));
    return isControl(message) ? Math.max(HEDGE_MIN_MILLIS, patience) : patience;
  }

  /**
   * Of the messages whose codes we are told of, these are not sent again early when their route is
   * suspected: once there are two copies a verified code no longer tells of either route, and it is
   * what tells a broken receipt path from a dead route.
   */
  private boolean isControl(Message message) {
    return (message.id().hashCode() & 3) == 0 && feedback.isExpected(message.spec());
  }

  /** Whether a second copy must not wait for the budget: the first is probably lost. */
  boolean isUrgent(Message message, int ordinal) {
    String carrier = message.attempts().get(ordinal - 1).choice().carrier();
    if (!watch.isActing() || !watch.knows(carrier) || health.isBlind(carrier)) {
      return false;
    }
    return !health.isProven(carrier)
        || health.state(carrier, watch.operator(message.spec().to())) != CellState.CLOSED;
  }

  /**
   * What a receipt that says delivered waits for, and until when; null when it is believed at once.
   * It waits where clients tell of their codes or canaries come back, so that it is known what a
   * receipt is worth, and where it is doubted.
   */
  @Nullable Proof proof(Message message, int ordinal) {
    Attempt attempt = message.attempts().get(ordinal - 1);
    String carrier = attempt.choice().carrier();
    boolean asked = watch.isActing() && watch.knows(carrier);
    if (!asked || attempt.choice().channel() != Channel.SMS || attempt.isProbe()) {
      return null;
    }
    boolean told = feedback.isExpected(message.spec());
    Proof proof = health.proof(carrier, attempt.answeredAtMillis(), told);
    if (proof != null || trust(message, ordinal) == ReceiptTrust.BELIEVED) {
      return proof;
    }
    long until = attempt.answeredAtMillis() + Proof.CODE_MIN_MILLIS;
    return new Proof(false, until, until);
  }

  /** What a receipt of the attempt is worth as long as nothing else speaks for it. */
  ReceiptTrust trust(Message message, int ordinal) {
    if (!watch.isActing()) {
      return ReceiptTrust.BELIEVED;
    }
    Attempt attempt = message.attempts().get(ordinal - 1);
    // What was sent again for its receipt stays in doubt with its route, whenever it was sent.
    boolean resent = attempt.verdict() instanceof Verdict.Silent;
    return health.trust(
        attempt.choice().carrier(),
        watch.operator(message.spec().to()),
        resent ? Long.MAX_VALUE : attempt.answeredAtMillis());
  }

  /**
   * Whether what would be withdrawn is left on its way although the message arrived by another: a
   * probe, or one on a route in doubt. Taken back, it would look as if the route had swallowed it.
   */
  boolean isWatched(Message message, Command command) {
    if (!(command instanceof Command.Withdraw(Attempt attempt))
        || !(message.state() instanceof MessageState.Delivered)
        || attempt.choice().channel() != Channel.SMS) {
      return false;
    }
    if (attempt.isProbe()) {
      return true;
    }
    String carrier = attempt.choice().carrier();
    CellState state =
        watch.knows(carrier)
            ? health.state(carrier, watch.operator(message.spec().to()))
            : CellState.CLOSED;
    return state != CellState.CLOSED && state != CellState.OPEN;
  }
}
