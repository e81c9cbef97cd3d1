package io.strowger.sip.call;

import io.strowger.sip.message.SipRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all states of a call share; immutable.
 *
 * @param sessionSeconds asked for in the next INVITE; 0 for none
 * @param minSeSeconds Min-SE of the next INVITE
 * @param invite the last one sent, with its credentials; null before any
 * @param cseq of the last request sent
 * @param ref of the last request sent
 * @param dialogs of all forks, at most {@link #DIALOGS_MAX}
 * @param pending requests without a final answer, the INVITE that makes the call left out
 */
record Leg(
    CallPlan plan,
    DigestSession digest,
    int sessionSeconds,
    int minSeSeconds,
    @Nullable SipRequest invite,
    long cseq,
    int ref,
    Tally tally,
    List<Dialog> dialogs,
    List<Pending> pending) {
  /** More forks are acknowledged and ended without being remembered. */
  static final int DIALOGS_MAX = 16;

  /** A request of ours in a dialog. */
  record Pending(int ref, Kind kind, SipRequest request, String tag) {}

  /** Why it was sent. */
  enum Kind {
    CANCEL,
    PRACK,
    BYE,
    /** UPDATE or re-INVITE that refreshes the session. */
    REFRESH
  }

  static Leg of(CallPlan plan) {
    return new Leg(
        plan,
        DigestSession.begin(plan.credentials(), plan.identity().cnonce()),
        plan.features().sessionSeconds(),
        SessionTimer.MIN_SECONDS,
        null,
        0,
        0,
        Tally.NOTHING,
        List.of(),
        List.of());
  }

  @Nullable Dialog dialog(@Nullable String tag) {
    for (Dialog dialog : dialogs) {
      if (dialog.tag().equals(tag)) {
        return dialog;
      }
    }
    return null;
  }

  @Nullable Pending pending(int wanted) {
    for (Pending one : pending) {
      if (one.ref() == wanted) {
        return one;
      }
    }
    return null;
  }

  boolean refreshing() {
    for (Pending one : pending) {
      if (one.kind() == Kind.REFRESH) {
        return true;
      }
    }
    return false;
  }

  /**
   * Without the session descriptions: a call that is over lingers for half a minute, and those
   * would be most of its memory.
   */
  Leg silent() {
    return new Leg(
        plan.offered(),
        digest,
        sessionSeconds,
        minSeSeconds,
        invite == null ? null : invite.withoutBody(),
        cseq,
        ref,
        tally,
        dialogs.stream().map(Dialog::silent).toList(),
        pending);
  }

  Leg with(Tally next) {
    return new Leg(
        plan, digest, sessionSeconds, minSeSeconds, invite, cseq, ref, next, dialogs, pending);
  }

  Leg with(DigestSession next) {
    return new Leg(
        plan, next, sessionSeconds, minSeSeconds, invite, cseq, ref, tally, dialogs, pending);
  }

  /** A dialog in the place of the one with its tag, or a new one where there is room. */
  Leg with(Dialog dialog) {
    List<Dialog> next = new ArrayList<>(dialogs);
    next.removeIf(one -> one.tag().equals(dialog.tag()));
    if (next.size() < DIALOGS_MAX) {
      next.add(dialog);
    }
    return new Leg(
        plan,
        digest,
        sessionSeconds,
        minSeSeconds,
        invite,
        cseq,
        ref,
        tally,
        List.copyOf(next),
        pending);
  }

  /** The one dialog that counts from now on. */
  Leg confirmed(Dialog dialog) {
    return new Leg(
        plan,
        digest,
        sessionSeconds,
        minSeSeconds,
        invite,
        cseq,
        ref,
        tally,
        List.of(dialog),
        pending);
  }

  Leg without(Pending done) {
    List<Pending> next = new ArrayList<>(pending);
    next.remove(done);
    return new Leg(
        plan,
        digest,
        sessionSeconds,
        minSeSeconds,
        invite,
        cseq,
        ref,
        tally,
        dialogs,
        List.copyOf(next));
  }

  /** A request in a dialog was sent under the next number. */
  Leg sent(Pending sent, long sentCseq) {
    List<Pending> next = new ArrayList<>(pending);
    next.add(sent);
    return new Leg(
        plan,
        digest,
        sessionSeconds,
        minSeSeconds,
        invite,
        Math.max(cseq, sentCseq),
        sent.ref(),
        tally,
        dialogs,
        List.copyOf(next));
  }

  /** An INVITE was sent under the next number; what an earlier one began is void. */
  Leg invited(SipRequest sent) {
    return new Leg(
        plan,
        digest,
        sessionSeconds,
        minSeSeconds,
        sent,
        sent.cseq(),
        ref + 1,
        tally,
        List.of(),
        List.of());
  }

  Leg withSession(int seconds, int minSe) {
    return new Leg(plan, digest, seconds, minSe, invite, cseq, ref, tally, dialogs, pending);
  }
}
