package io.strowger.gateway.verification;

import io.strowger.gateway.message.MessageId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verification as it stands. Immutable, so any thread may read it.
 *
 * <pre>
 *   PENDING ──right code──▶ APPROVED
 *      │ └────too many wrong codes──▶ FAILED
 *      ├──────withdrawn by the client──▶ CANCELLED
 *      └──────time is over: expired, which needs no change
 * </pre>
 *
 * @param held null once the code can no longer be used
 * @param failedAtMillis when a wrong code was given, oldest first
 * @param messages every message the code was sent in, oldest first
 * @param lastSentAtMillis when the last of them was accepted
 * @param endedAtMillis 0 while pending
 */
public record Verification(
    VerificationSpec spec,
    Status status,
    @Nullable HeldCode held,
    List<Long> failedAtMillis,
    List<MessageId> messages,
    long lastSentAtMillis,
    long endedAtMillis) {

  /** Where it stands, apart from its time being over. */
  public enum Status {
    PENDING,
    APPROVED,
    FAILED,
    CANCELLED
  }

  public Verification {
    failedAtMillis = List.copyOf(failedAtMillis);
    messages = List.copyOf(messages);
    if ((status == Status.PENDING) != (held != null)) {
      throw new IllegalArgumentException("a code is held exactly while it is pending");
    }
  }

  static Verification started(VerificationSpec spec, HeldCode held) {
    return new Verification(
        spec, Status.PENDING, held, List.of(), List.of(), spec.startedAtMillis(), 0);
  }

  public VerificationId id() {
    return spec.id();
  }

  /** Whether a right code would still be accepted at this time. */
  public boolean isOpen(long nowMillis) {
    return status == Status.PENDING && nowMillis < spec.expiresAtMillis();
  }

  /** The state in the words a client sees. */
  public String clientState(long nowMillis) {
    return switch (status) {
      case PENDING -> nowMillis < spec.expiresAtMillis() ? "pending" : "expired";
      case APPROVED -> "approved";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
    };
  }

  /** How many wrong codes may still be given; 0 when no code can be right any more. */
  public int checksLeft(long nowMillis) {
    return isOpen(nowMillis) ? spec.rules().checksMax() - failedAtMillis.size() : 0;
  }

  /** How many further copies may be asked for. */
  public int resendsLeft(long nowMillis) {
    int sent = Math.max(1, messages.size());
    return isOpen(nowMillis) ? Math.max(0, spec.rules().resendsMax() - (sent - 1)) : 0;
  }

  /** The same code went out in this message. */
  public Verification sentIn(MessageId message, long nowMillis) {
    List<MessageId> all = new ArrayList<>(messages);
    all.add(message);
    return new Verification(spec, status, held, failedAtMillis, all, nowMillis, endedAtMillis);
  }

  Verification failedOnce(long nowMillis) {
    List<Long> failed = new ArrayList<>(failedAtMillis);
    failed.add(nowMillis);
    boolean over = failed.size() >= spec.rules().checksMax();
    return new Verification(
        spec,
        over ? Status.FAILED : status,
        over ? null : held,
        failed,
        messages,
        lastSentAtMillis,
        over ? nowMillis : 0);
  }

  /** Over; what the code could be made of is let go. */
  Verification ended(Status end, long nowMillis) {
    return new Verification(spec, end, null, failedAtMillis, messages, lastSentAtMillis, nowMillis);
  }
}
