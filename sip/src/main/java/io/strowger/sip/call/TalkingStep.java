package io.strowger.sip.call;

import io.strowger.sip.call.CallState.OpenRequest;
import io.strowger.sip.call.CallState.Talking;
import io.strowger.sip.call.Leg.Pending;
import io.strowger.sip.call.Tally.Mark;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;

/** Steps of a call that was answered in time. */
final class TalkingStep {
  private TalkingStep() {}

  static CallState step(Turn turn, Talking state, CallEvent event) {
    CallState next =
        switch (event) {
          case CallEvent.Response(int ref, SipResponse response) ->
              answered(turn, state, ref, response);
          case CallEvent.TimedOut(int ref) -> failed(turn, state, ref, "no answer");
          case CallEvent.Failed(int ref, String cause) -> failed(turn, state, ref, cause);
          case CallEvent.Interrupted(int ref, String cause) -> failed(turn, state, ref, cause);
          case CallEvent.Request request -> requested(turn, state, request);
          case CallEvent.Negotiated negotiated -> negotiated(turn, state, negotiated);
          case CallEvent.Ack(SipRequest ack) -> acknowledged(turn, state, ack);
          case CallEvent.AckMissing(long key) ->
              state.open() != null && state.open().key() == key
                  ? hangUp(turn, state, "our answer to a re-INVITE was not acknowledged")
                  : state;
          case CallEvent.MediaAgreed() -> mediaAgreed(turn, state);
          case CallEvent.MediaRefused(String why) ->
              state.scriptStarted()
                  ? state
                  : end(
                      turn,
                      state,
                      CallOutcome.of(Disposition.NO_MEDIA, "no media could be agreed: " + why));
          case CallEvent.MediaSeen() -> marked(turn, state, Mark.MEDIA);
          case CallEvent.Heard(CallEvent.Sound sound) -> heard(turn, state, sound);
          case CallEvent.KeyPressed(char key) -> {
            turn.put(turn.leg().tally().key(key));
            yield state.with(turn.leg());
          }
          case CallEvent.ScriptPlayed() ->
              state.scriptStarted() ? marked(turn, state, Mark.PLAYED) : state;
          case CallEvent.ScriptEnded() ->
              state.scriptStarted() ? hangUp(turn, state, "ended before it had been heard") : state;
          case CallEvent.FarEndGone() -> hangUp(turn, state, "the far end fell silent for good");
          case CallEvent.HangUp hangUp ->
              end(turn, state, CallOutcome.of(hangUp.disposition(), hangUp.why()));
          case CallEvent.Start _, CallEvent.Tick _ -> state;
        };
    return next instanceof Talking talking ? clock(turn, talking) : next;
  }

  private static CallState clock(Turn turn, Talking state) {
    CallPlan plan = turn.plan();
    Tally tally = turn.leg().tally();
    if (turn.now >= plan.deadlineMillis()) {
      return tally.has(Mark.PLAYED)
          ? hangUp(turn, state, "")
          : end(
              turn,
              state,
              CallOutcome.of(Disposition.DEADLINE, "the time was up before it had been heard"));
    }
    if (turn.now >= tally.answeredAtMillis() + plan.limits().talkMillis()) {
      return hangUp(turn, state, "the call reached its longest length");
    }
    SessionTimer timer = state.timer();
    if (timer == null) {
      return state;
    }
    if (turn.now >= timer.expiresAtMillis()) {
      return hangUp(turn, state, "the session was not refreshed");
    }
    if (!turn.leg().refreshing()
        && turn.now >= Math.max(timer.refreshAtMillis(), state.refreshAfterMillis())) {
      turn.refresh(state.dialog(), timer, state.localSdp());
      return state.with(turn.leg());
    }
    return state;
  }

  /** Ends with BYE; what was heard decides. */
  private static CallState hangUp(Turn turn, Talking state, String otherwise) {
    return end(turn, state, judge(turn.leg().tally(), otherwise));
  }

  private static CallState end(Turn turn, Talking state, CallOutcome outcome) {
    Dialog dialog = state.dialog();
    if (!dialog.ended()) {
      turn.bye(dialog);
    }
    turn.report(outcome);
    return turn.over(state.inviteRef(), true);
  }

  /** What a call is worth that was answered: silence at the other end is no success. */
  private static CallOutcome judge(Tally tally, String otherwise) {
    if (!tally.has(Mark.PLAYED)) {
      return CallOutcome.of(Disposition.HUNG_UP_EARLY, otherwise).withCause(tally.q850Cause());
    }
    CallOutcome outcome =
        tally.alive()
            ? CallOutcome.of(Disposition.COMPLETED, "played, and somebody was there")
            : CallOutcome.of(Disposition.NO_MEDIA, "played, but nothing came from the far end");
    return outcome.withCause(tally.q850Cause());
  }

  private static CallState marked(Turn turn, Talking state, Mark mark) {
    turn.put(turn.leg().tally().mark(mark));
    return state.with(turn.leg());
  }

  private static CallState heard(Turn turn, Talking state, CallEvent.Sound sound) {
    return switch (sound) {
      case NOTHING -> state;
      case VOICE -> marked(turn, state, Mark.SOUND);
      case RINGBACK -> marked(turn, (Talking) marked(turn, state, Mark.SOUND), Mark.RINGBACK);
      case BEEP -> marked(turn, (Talking) marked(turn, state, Mark.SOUND), Mark.BEEP);
    };
  }

  /** The last look at the clock before the first word. */
  private static CallState mediaAgreed(Turn turn, Talking state) {
    if (state.scriptStarted()) {
      return state;
    }
    if (turn.now >= turn.plan().answerByOrDeadlineMillis()) {
      return end(
          turn,
          state,
          CallOutcome.of(Disposition.DEADLINE, "the time was up before the first word"));
    }
    turn.add(new CallCommand.StartScript());
    return state.speaking();
  }

  private static CallState answered(Turn turn, Talking state, int ref, SipResponse response) {
    if (ref == state.inviteRef()) {
      if (!response.success()) {
        return state;
      }
      if (state.tag().equals(response.toTag())) {
        turn.ack(state.dialog());
      } else {
        turn.ackAndBye(response);
      }
      return state.with(turn.leg());
    }
    Pending waiting = turn.leg().pending(ref);
    if (waiting == null && response.success() && response.cseqMethod().equals("INVITE")) {
      // The 2xx of a re-INVITE again: its ACK was lost.
      acknowledgeRefresh(turn, state, response);
      return state;
    }
    if (waiting != null && waiting.kind() == Leg.Kind.REFRESH && response.success()) {
      return refreshed(turn, state, waiting, response);
    }
    Pending done = DialogAnswers.finished(turn, ref, response);
    if (done == null || done.kind() != Leg.Kind.REFRESH) {
      return state.with(turn.leg());
    }
    return refreshRefused(turn, state.with(turn.leg()), response);
  }

  private static void acknowledgeRefresh(Turn turn, Talking state, SipResponse response) {
    SipRequest invite = turn.leg().invite();
    if (invite != null && state.tag().equals(response.toTag())) {
      turn.ack(
          state.dialog(),
          invite.toBuilder().setHeader("CSeq", response.cseq() + " INVITE").build());
    }
  }

  private static CallState refreshed(
      Turn turn, Talking state, Pending waiting, SipResponse response) {
    turn.put(turn.leg().without(waiting));
    turn.put(state.dialog().moved(response));
    if (waiting.request().method().equals("INVITE")) {
      turn.ack(state.dialog(), waiting.request());
      String sdp = Dialog.sdpOf(response);
      if (sdp != null && !sdp.isEmpty()) {
        turn.add(new CallCommand.Describe(sdp));
      }
    }
    // Without the header the far end has no timer any more (RFC 4028 section 7.2).
    return state
        .with(turn.leg())
        .with(SessionTimer.fromResponse(response.header("Session-Expires"), turn.now), 0);
  }

  private static CallState refreshRefused(Turn turn, Talking state, SipResponse response) {
    SessionTimer timer = state.timer();
    return switch (response.status()) {
      // The far end does not know the call any more (RFC 3261 section 12.2.1.2).
      case 408, 481 -> {
        yield hangUp(turn, state, "the far end has lost the call");
      }
      case 422 -> {
        int wanted = SessionTimer.seconds(response.header("Min-SE"));
        if (timer != null && wanted > timer.intervalSeconds()) {
          turn.put(turn.leg().withSession(wanted, wanted));
          SessionTimer longer = new SessionTimer(wanted, timer.weRefresh(), timer.sinceMillis());
          yield state.with(turn.leg()).with(longer, turn.now);
        }
        yield state.with(timer, later(turn, timer));
      }
      case 491 -> {
        // Glare: who made the Call-ID waits 2.1 to 4 s (RFC 3261 section 14.1).
        long spread = Math.floorMod(turn.plan().identity().cnonce().hashCode(), 190) * 10L;
        yield state.with(timer, turn.now + 2_100 + spread);
      }
      default -> {
        yield state.with(timer, later(turn, timer));
      }
    };
  }

  /** Once more, well before the end. */
  private static long later(Turn turn, @org.jspecify.annotations.Nullable SessionTimer timer) {
    return timer == null ? Long.MAX_VALUE : turn.now + timer.intervalSeconds() * 125L;
  }

  private static CallState failed(Turn turn, Talking state, int ref, String cause) {
    Pending pending = turn.leg().pending(ref);
    if (pending == null) {
      return state;
    }
    turn.put(turn.leg().without(pending));
    Talking next = state.with(turn.leg());
    return pending.kind() == Leg.Kind.REFRESH
        ? hangUp(turn, next, "the session could not be refreshed: " + cause)
        : next;
  }

  private static CallState requested(Turn turn, Talking state, CallEvent.Request event) {
    SipRequest request = event.request();
    if (!state.tag().equals(request.fromTag())) {
      DialogRequests.refuse(turn, event, 481);
      return state;
    }
    if (!DialogRequests.inOrder(turn, event, state.dialog())) {
      return state;
    }
    turn.put(state.dialog().withRemoteCseq(request.cseq()));
    Talking next = state.with(turn.leg());
    if (request.method().equals("BYE")) {
      return bye(turn, next, event);
    }
    if (!DialogRequests.understood(turn, event)) {
      return next;
    }
    if (request.method().equals("INFO")) {
      char key = DialogRequests.keyOf(request);
      if (key != '\0') {
        turn.put(turn.leg().tally().key(key));
        turn.add(new CallCommand.KeyHeard(key));
        next = next.with(turn.leg());
      }
    }
    return DialogRequests.whileTalking(turn, next, event);
  }

  private static CallState bye(Turn turn, Talking state, CallEvent.Request event) {
    turn.answer(event.key(), SipResponse.to(event.request(), 200));
    int cause = CallOutcome.q850Cause(event.request().headers("Reason"));
    turn.put(turn.leg().tally().codes(turn.leg().tally().sipStatus(), cause));
    turn.put(state.dialog().end());
    return end(
        turn,
        state.with(turn.leg()),
        judge(turn.leg().tally(), "the far end hung up before it had been heard"));
  }

  private static CallState negotiated(Turn turn, Talking state, CallEvent.Negotiated event) {
    OpenRequest open = state.open();
    if (open == null || open.key() != event.key() || open.answered()) {
      return state;
    }
    DialogRequests.negotiated(turn, event, state.timer());
    String local = event.localSdp();
    boolean awaitsAck = local != null && event.request().method().equals("INVITE");
    Talking next = local == null ? state : state.withLocalSdp(local);
    return next.with(turn.leg())
        .withOpen(
            awaitsAck ? new OpenRequest(open.key(), open.request(), true, open.weOffered()) : null);
  }

  private static CallState acknowledged(Turn turn, Talking state, SipRequest ack) {
    OpenRequest open = state.open();
    if (open == null || open.request().cseq() != ack.cseq()) {
      return state;
    }
    String sdp = Dialog.sdpOf(ack);
    if (open.weOffered() && sdp != null && !sdp.isEmpty()) {
      turn.add(new CallCommand.Describe(sdp));
    }
    return state.withOpen(null);
  }
}
