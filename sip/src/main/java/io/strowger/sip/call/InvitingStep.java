package io.strowger.sip.call;

import io.strowger.sip.call.CallState.Inviting;
import io.strowger.sip.call.CallState.Talking;
import io.strowger.sip.call.Leg.Pending;
import io.strowger.sip.message.NameAddress;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/** Steps of a call that is not answered yet. */
final class InvitingStep {
  /** Challenges, intervals and redirects together: more is a loop. */
  private static final int TRIES_MAX = 8;

  private static final int RSEQ_MAX = Integer.MAX_VALUE;

  private InvitingStep() {}

  static CallState step(Turn turn, Inviting state, CallEvent event) {
    CallState next =
        switch (event) {
          case CallEvent.Response(int ref, SipResponse response) ->
              ref == state.ref()
                  ? invited(turn, state, response)
                  : pendingAnswered(turn, state, ref, response);
          case CallEvent.TimedOut(int ref) -> failed(turn, state, ref, "the trunk did not answer");
          case CallEvent.Failed(int ref, String cause) -> failed(turn, state, ref, cause);
          case CallEvent.Interrupted(int ref, String cause) -> interrupted(turn, state, ref, cause);
          case CallEvent.Request request -> {
            DialogRequests.whileInviting(turn, request);
            yield with(state, turn.leg());
          }
          case CallEvent.Negotiated negotiated -> {
            DialogRequests.negotiated(turn, negotiated, null);
            yield with(state, turn.leg());
          }
          case CallEvent.HangUp hangUp ->
              withdraw(turn, state, CallOutcome.of(hangUp.disposition(), hangUp.why()));
          case CallEvent.Start _,
              CallEvent.Ack _,
              CallEvent.AckMissing _,
              CallEvent.MediaAgreed _,
              CallEvent.MediaRefused _,
              CallEvent.MediaSeen _,
              CallEvent.FarEndGone _,
              CallEvent.Heard _,
              CallEvent.KeyPressed _,
              CallEvent.ScriptPlayed _,
              CallEvent.ScriptEnded _,
              CallEvent.Tick _ ->
              state;
        };
    // Whatever happened, time may be up: a provisional answer does not buy any.
    return next instanceof Inviting inviting ? clock(turn, inviting) : next;
  }

  private static Inviting with(Inviting state, Leg leg) {
    return new Inviting(
        leg,
        state.ref(),
        state.sentAtMillis(),
        state.provisional(),
        state.tries(),
        state.redirects());
  }

  private static CallState clock(Turn turn, Inviting state) {
    CallPlan plan = turn.plan();
    Tally tally = turn.leg().tally();
    if (turn.now >= plan.answerByOrDeadlineMillis()) {
      return withdraw(
          turn, state, CallOutcome.of(Disposition.DEADLINE, "the time was up before an answer"));
    }
    if (!state.provisional()
        && turn.now >= state.sentAtMillis() + plan.limits().provisionalMillis()) {
      return withdraw(
          turn,
          state,
          CallOutcome.of(
              tally.rang() ? Disposition.NO_ANSWER : Disposition.RETRY_OTHER_TRUNK,
              "the trunk said nothing in time"));
    }
    if (tally.rang()) {
      return turn.now >= tally.ringingAtMillis() + plan.limits().ringMillis()
          ? withdraw(
              turn, state, CallOutcome.of(Disposition.NO_ANSWER, "it rang and nobody answered"))
          : state;
    }
    return turn.now >= tally.startedAtMillis() + plan.limits().pddMillis()
        ? withdraw(
            turn,
            state,
            CallOutcome.of(Disposition.RETRY_OTHER_TRUNK, "the trunk did not ring in time"))
        : state;
  }

  /** Reports, and takes the INVITE back: at once, or when it has a provisional answer. */
  private static CallState withdraw(Turn turn, Inviting state, CallOutcome outcome) {
    turn.report(outcome);
    if (state.provisional()) {
      turn.cancel();
    }
    return turn.withdrawn(state.ref(), !state.provisional());
  }

  private static CallState failed(Turn turn, Inviting state, int ref, String cause) {
    if (ref != state.ref()) {
      Pending pending = turn.leg().pending(ref);
      if (pending != null) {
        turn.put(turn.leg().without(pending));
      }
      return with(state, turn.leg());
    }
    turn.report(
        CallOutcome.of(
            turn.leg().tally().rang() ? Disposition.NO_ANSWER : Disposition.RETRY_OTHER_TRUNK,
            cause));
    return turn.over(ref, false);
  }

  /** Its telephone may be ringing, or be about to: nobody else is to be called while it does. */
  private static CallState interrupted(Turn turn, Inviting state, int ref, String cause) {
    return ref == state.ref()
        ? withdraw(
            turn,
            state,
            CallOutcome.of(
                turn.leg().tally().rang() ? Disposition.NO_ANSWER : Disposition.RETRY_OTHER_TRUNK,
                cause))
        : failed(turn, state, ref, cause);
  }

  private static CallState pendingAnswered(
      Turn turn, Inviting state, int ref, SipResponse response) {
    DialogAnswers.plain(turn, ref, response);
    return with(state, turn.leg());
  }

  private static CallState invited(Turn turn, Inviting state, SipResponse response) {
    int status = response.status();
    if (status < 200) {
      return provisional(turn, state, response);
    }
    if (status < 300) {
      return answered(turn, state, response);
    }
    if (turn.now < turn.plan().answerByOrDeadlineMillis() && state.tries() < TRIES_MAX) {
      Inviting again = tryAgain(turn, state, response);
      if (again != null) {
        return again;
      }
    }
    CallOutcome outcome =
        CallOutcome.read(
            status,
            new CallOutcome.Said(
                response.headers("Reason"),
                response.headers("Warning"),
                response.header("Retry-After")),
            turn.leg().tally().rang());
    turn.put(turn.leg().tally().codes(status, outcome.q850Cause()));
    turn.report(outcome);
    return turn.over(state.ref(), false);
  }

  private static @Nullable Inviting tryAgain(Turn turn, Inviting state, SipResponse response) {
    Leg leg = turn.leg();
    String uri = called(turn);
    return switch (response.status()) {
      case 401, 407 -> {
        DigestSession.Outcome outcome =
            leg.digest()
                .challenged(
                    response.headers("WWW-Authenticate"), response.headers("Proxy-Authenticate"));
        turn.put(leg.with(outcome.next()));
        if (outcome instanceof DigestSession.Outcome.Refused) {
          yield null;
        }
        yield invite(turn, state, uri, state.redirects() > 0 ? uri : null, state.redirects());
      }
      case 403 -> {
        DigestSession next = leg.tally().rang() ? null : leg.digest().forbidden();
        if (next == null) {
          yield null;
        }
        turn.put(leg.with(next));
        yield invite(turn, state, uri, state.redirects() > 0 ? uri : null, state.redirects());
      }
      case 422 -> {
        int wanted = SessionTimer.seconds(response.header("Min-SE"));
        if (wanted <= leg.minSeSeconds()) {
          yield null;
        }
        turn.put(leg.withSession(Math.max(wanted, leg.sessionSeconds()), wanted));
        yield invite(turn, state, uri, state.redirects() > 0 ? uri : null, state.redirects());
      }
      case 300, 301, 302 -> {
        String target = redirected(response, uri);
        if (target == null || state.redirects() >= turn.plan().features().redirectsMax()) {
          yield null;
        }
        yield invite(turn, state, target, target, state.redirects() + 1);
      }
      default -> {
        yield null;
      }
    };
  }

  private static String called(Turn turn) {
    SipRequest invite = turn.leg().invite();
    return invite == null ? turn.plan().addressing().requestUri() : invite.requestUri();
  }

  private static Inviting invite(
      Turn turn, Inviting state, String uri, @Nullable String hop, int redirects) {
    turn.invite(uri, hop);
    return new Inviting(
        turn.leg(), turn.leg().ref(), turn.now, false, state.tries() + 1, redirects);
  }

  /**
   * The first contact of the same number: another number could be a dear one, and the call is for
   * nobody else.
   */
  private static @Nullable String redirected(SipResponse response, String uri) {
    SipUri called = SipUri.parse(uri);
    for (String contact : response.headers("Contact")) {
      NameAddress address = NameAddress.parse(contact);
      SipUri target = address == null ? null : address.sipUri();
      if (called != null
          && target != null
          && target.scheme().equals(called.scheme())
          && target.user().equals(called.user())
          && !target.host().isEmpty()) {
        return new SipUri(
                target.scheme(),
                target.user(),
                target.host(),
                target.port(),
                target.parameters(),
                "")
            .toString();
      }
    }
    return null;
  }

  private static CallState provisional(Turn turn, Inviting state, SipResponse response) {
    Inviting heard =
        new Inviting(
            turn.leg(), state.ref(), state.sentAtMillis(), true, state.tries(), state.redirects());
    int status = response.status();
    String tag = response.toTag();
    if (status == 100) {
      return heard;
    }
    if (tag != null) {
      Dialog known = turn.leg().dialog(tag);
      boolean full = turn.leg().dialogs().size() >= Leg.DIALOGS_MAX;
      if (known == null && full) {
        return heard;
      }
      Dialog dialog = known == null ? Dialog.of(response, called(turn)) : known.refreshed(response);
      if (!early(turn, dialog, response)) {
        return with(heard, turn.leg());
      }
    }
    // 182 says that the call waits in a queue: the very thing that must not count as ringing.
    if (status == 180 || status == 181 || status == 183) {
      if (!turn.leg().tally().rang()) {
        turn.add(new CallCommand.Ringing());
      }
      turn.put(turn.leg().tally().ringing(turn.now));
    }
    return with(heard, turn.leg());
  }

  /**
   * @return false for a reliable answer that came before, or before its turn (RFC 3262 section 4)
   */
  private static boolean early(Turn turn, Dialog first, SipResponse response) {
    Dialog dialog = first;
    boolean reliable = Dialog.lists(response.headers("Require"), "100rel");
    if (reliable && !turn.plan().features().reliable()) {
      reliable = false;
    }
    long rseq = reliable ? rseq(response) : 0;
    if (reliable && rseq > 0) {
      if (dialog.rseq() != 0 && rseq != dialog.rseq() + 1) {
        return false;
      }
      dialog = dialog.withRseq(rseq);
      turn.put(dialog);
      turn.prack(dialog, response, rseq);
    }
    String sdp = Dialog.sdpOf(response);
    if (sdp != null && !sdp.isEmpty()) {
      dialog = dialog.withSdp(sdp, rseq > 0);
      turn.add(new CallCommand.Describe(sdp));
    }
    turn.put(dialog);
    return true;
  }

  private static long rseq(SipResponse response) {
    String text = response.header("RSeq");
    boolean number = text != null && text.strip().matches("[0-9]{1,10}");
    long value = number && text != null ? Long.parseLong(text.strip()) : 0;
    return value <= RSEQ_MAX ? value : 0;
  }

  private static CallState answered(Turn turn, Inviting state, SipResponse response) {
    if (turn.now >= turn.plan().answerByOrDeadlineMillis()) {
      turn.put(turn.leg().tally().answered(response.status(), turn.now));
      turn.ackAndBye(response);
      turn.report(
          CallOutcome.of(Disposition.DEADLINE, "answered after its time; not a word was said"));
      return turn.over(state.ref(), true);
    }
    String uri = called(turn);
    Dialog early = turn.leg().dialog(response.toTag());
    Dialog dialog = early == null ? Dialog.of(response, uri) : early.refreshed(response);
    String sdp = Dialog.sdpOf(response);
    if (sdp == null || sdp.isEmpty()) {
      sdp = dialog.sdp();
    }
    turn.put(turn.leg().tally().answered(response.status(), turn.now));
    if (sdp == null) {
      turn.ackAndBye(response);
      turn.report(CallOutcome.of(Disposition.NO_MEDIA, "answered without a session description"));
      return turn.over(state.ref(), true);
    }
    dialog = dialog.withSdp(sdp, true);
    turn.put(turn.leg().confirmed(dialog));
    turn.ack(dialog);
    turn.add(new CallCommand.Describe(sdp));
    SessionTimer timer =
        turn.plan().features().sessionSeconds() > 0
            ? SessionTimer.fromResponse(response.header("Session-Expires"), turn.now)
            : null;
    return new Talking(
        turn.leg(), state.ref(), dialog.tag(), turn.plan().offer(), false, timer, 0, null);
  }
}
