package io.strowger.sip.call;

import io.strowger.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * One outgoing call, immutable.
 *
 * <pre>
 * Ready ─ Start ─> Inviting ─ 2xx in time ─> Talking ─ BYE either way ─> Over ─ 32 s ─> released
 *   │                 └── refused, CANCEL, 2xx too late ──────────────────^
 *   └── past its time ───────────────────────────────────────────────────^
 * </pre>
 */
public sealed interface CallState {
  Leg leg();

  /** Which credentials were shown, and which refused. */
  default DigestSession digest() {
    return leg().digest();
  }

  /** When {@link CallEvent.Tick} must come at the latest; Long.MAX_VALUE for never. */
  long nextAlarmMillis();

  /** Nothing can come for it any more: it may be forgotten. */
  default boolean released() {
    return false;
  }

  default boolean over() {
    return false;
  }

  /** Reported, and nothing of ours waits for an answer. */
  default boolean quiet() {
    return false;
  }

  /** Whether a To tag in a request of the far end is ours. */
  default boolean isTo(@Nullable String toTag) {
    return leg().plan().identity().fromTag().equals(toTag);
  }

  /** Nothing was sent yet. */
  record Ready(Leg leg) implements CallState {
    @Override
    public long nextAlarmMillis() {
      return Long.MAX_VALUE;
    }
  }

  /**
   * The INVITE is out.
   *
   * @param sentAtMillis the last INVITE
   * @param provisional that one had an answer
   * @param tries INVITEs so far: challenges and redirects make more than one
   */
  record Inviting(
      Leg leg, int ref, long sentAtMillis, boolean provisional, int tries, int redirects)
      implements CallState {
    @Override
    public long nextAlarmMillis() {
      CallPlan plan = leg.plan();
      long at = plan.answerByOrDeadlineMillis();
      Tally tally = leg.tally();
      if (!provisional) {
        at = Math.min(at, sentAtMillis + plan.limits().provisionalMillis());
      }
      return Math.min(
          at,
          tally.rang()
              ? tally.ringingAtMillis() + plan.limits().ringMillis()
              : tally.startedAtMillis() + plan.limits().pddMillis());
    }
  }

  /**
   * Answered, and the dialog stands.
   *
   * @param inviteRef of the INVITE, whose 2xx may come again
   * @param localSdp what we last described
   * @param timer null without a session timer
   * @param refreshAfterMillis the session is not refreshed earlier
   * @param open a re-INVITE or UPDATE of the far end that is not finished; null without
   */
  record Talking(
      Leg leg,
      int inviteRef,
      String tag,
      String localSdp,
      boolean scriptStarted,
      @Nullable SessionTimer timer,
      long refreshAfterMillis,
      @Nullable OpenRequest open)
      implements CallState {
    @Override
    public long nextAlarmMillis() {
      CallPlan plan = leg.plan();
      long at =
          Math.min(
              plan.deadlineMillis(), leg.tally().answeredAtMillis() + plan.limits().talkMillis());
      if (timer != null) {
        at = Math.min(at, timer.expiresAtMillis());
        if (!leg.refreshing()) {
          at = Math.min(at, Math.max(timer.refreshAtMillis(), refreshAfterMillis));
        }
      }
      return at;
    }

    Dialog dialog() {
      Dialog dialog = leg.dialog(tag);
      if (dialog == null) {
        throw new IllegalStateException("a call without its dialog");
      }
      return dialog;
    }

    Talking with(Leg next) {
      return new Talking(
          next, inviteRef, tag, localSdp, scriptStarted, timer, refreshAfterMillis, open);
    }

    Talking with(@Nullable SessionTimer next, long refreshAfter) {
      return new Talking(leg, inviteRef, tag, localSdp, scriptStarted, next, refreshAfter, open);
    }

    Talking withOpen(@Nullable OpenRequest next) {
      return new Talking(
          leg, inviteRef, tag, localSdp, scriptStarted, timer, refreshAfterMillis, next);
    }

    Talking withLocalSdp(String next) {
      return new Talking(leg, inviteRef, tag, next, scriptStarted, timer, refreshAfterMillis, open);
    }

    Talking speaking() {
      return new Talking(leg, inviteRef, tag, localSdp, true, timer, refreshAfterMillis, open);
    }
  }

  /**
   * A request of the far end under way.
   *
   * @param answered our 2xx is out, its ACK is not in
   * @param weOffered the ACK holds the answer to our offer
   */
  record OpenRequest(long key, SipRequest request, boolean answered, boolean weOffered) {}

  /**
   * Reported; signalling is brought to its end.
   *
   * @param inviteRef 0 when no INVITE was sent
   * @param inviteOpen no final answer to the INVITE yet
   * @param cancelOwed CANCEL waits for a provisional answer (RFC 3261 section 9.1)
   * @param forgetAtMillis then nothing can come any more
   */
  record Over(
      Leg leg,
      int inviteRef,
      boolean inviteOpen,
      boolean cancelOwed,
      long forgetAtMillis,
      boolean gone)
      implements CallState {
    @Override
    public long nextAlarmMillis() {
      return gone ? Long.MAX_VALUE : forgetAtMillis;
    }

    @Override
    public boolean released() {
      return gone;
    }

    @Override
    public boolean over() {
      return true;
    }

    @Override
    public boolean quiet() {
      return gone || (!inviteOpen && leg.pending().isEmpty());
    }

    Over with(Leg next) {
      return new Over(next, inviteRef, inviteOpen, cancelOwed, forgetAtMillis, gone);
    }
  }
}
