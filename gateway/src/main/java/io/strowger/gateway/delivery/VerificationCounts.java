package io.strowger.gateway.delivery;

import io.strowger.gateway.verification.CancelOutcome;
import io.strowger.gateway.verification.CheckOutcome;
import io.strowger.gateway.verification.ResendOutcome;
import io.strowger.gateway.verification.StartOutcome;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.Verification.Status;
import io.strowger.gateway.verification.VerificationId;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Tells an observer what became of verifications, once it is durable. */
final class VerificationCounts {
  private record Open(long expiresAtMillis, VerificationId id, String account) {
    static Open of(Verification verification) {
      return new Open(
          verification.spec().expiresAtMillis(), verification.id(), verification.spec().account());
    }
  }

  private final VerificationObserver observer;

  /** Those that a right code could still end; the first to expire first. */
  private final TreeSet<Open> open =
      new TreeSet<>(Comparator.comparingLong(Open::expiresAtMillis).thenComparing(Open::id));

  VerificationCounts(VerificationObserver observer) {
    this.observer = observer;
  }

  /** These are durable as they are now. */
  void committed(List<Verification> changed) {
    for (Verification each : changed) {
      if (each.status() == Status.PENDING) {
        open.add(Open.of(each));
      } else {
        open.remove(Open.of(each));
      }
    }
  }

  /** Those of before a restart; what expired while nobody looked was counted or is not. */
  void recovered(List<Verification> kept, long nowMillis) {
    committed(kept.stream().filter(each -> each.isOpen(nowMillis)).toList());
  }

  void expire(long nowMillis) {
    while (!open.isEmpty() && open.getFirst().expiresAtMillis() <= nowMillis) {
      observer.happened(open.removeFirst().account(), VerificationEvent.EXPIRED);
    }
  }

  void told(String account, VerificationReply reply) {
    switch (reply) {
      case VerificationReply.Started _ -> {
        observer.happened(account, VerificationEvent.STARTED);
        observer.happened(account, VerificationEvent.SENT);
      }
      case VerificationReply.Resent _ -> observer.happened(account, VerificationEvent.SENT);
      case VerificationReply.Checked(CheckOutcome outcome) -> checked(account, outcome);
      case VerificationReply.Denied _ -> observer.happened(account, VerificationEvent.DENIED);
      case VerificationReply.Cancelled(CancelOutcome.Done _) ->
          observer.happened(account, VerificationEvent.CANCELLED);
      case VerificationReply.NotStarted(StartOutcome.NumberLocked _) ->
          observer.happened(account, VerificationEvent.LOCKED);
      case VerificationReply.NotResent(ResendOutcome.Refused refused)
          when refused.reason() == ResendOutcome.Reason.NUMBER_LOCKED ->
          observer.happened(account, VerificationEvent.LOCKED);
      case VerificationReply.NotStarted _,
          VerificationReply.NotResent _,
          VerificationReply.Cancelled _,
          VerificationReply.Refused _ -> {
        // Nothing has become of any.
      }
    }
  }

  private void checked(String account, CheckOutcome outcome) {
    switch (outcome) {
      case CheckOutcome.Approved _ -> observer.happened(account, VerificationEvent.VERIFIED);
      case CheckOutcome.Wrong(Verification verification) -> {
        observer.happened(account, VerificationEvent.WRONG);
        if (verification.status() == Status.FAILED) {
          observer.happened(account, VerificationEvent.CAPPED);
        }
      }
      case CheckOutcome.NumberLocked _ -> observer.happened(account, VerificationEvent.LOCKED);
      case CheckOutcome.Over _, CheckOutcome.NotFound _ -> {
        // It was counted when it ended, or never was.
      }
    }
  }
}
