package io.strowger.sip.call;

import io.strowger.sip.call.CallState.Over;
import io.strowger.sip.call.Leg.Pending;
import io.strowger.sip.message.SipResponse;

/** Steps of a call that was reported: its signalling is brought to its end. */
final class OverStep {
  private static final long LINGER_MILLIS = 32_000;

  private OverStep() {}

  static CallState step(Turn turn, Over state, CallEvent event) {
    Over next =
        switch (event) {
          case CallEvent.Response(int ref, SipResponse response) ->
              ref == state.inviteRef()
                  ? invited(turn, state, response)
                  : answered(turn, state, ref, response);
          case CallEvent.TimedOut(int ref) -> ended(turn, state, ref);
          case CallEvent.Failed(int ref, String _) -> ended(turn, state, ref);
          case CallEvent.Request request -> {
            // Ours crossed theirs: both BYEs are answered 200 (RFC 3261 section 15.1.2).
            boolean bye = request.request().method().equals("BYE");
            DialogRequests.refuse(turn, request, bye ? 200 : 481);
            yield state;
          }
          case CallEvent.Negotiated negotiated -> {
            DialogRequests.refuse(
                turn, new CallEvent.Request(negotiated.key(), negotiated.request()), 481);
            yield state;
          }
          default -> state;
        };
    if (next.gone()) {
      return next;
    }
    boolean nothingToCome =
        !next.inviteOpen()
            && turn.leg().pending().isEmpty()
            && turn.leg().dialogs().stream().noneMatch(Dialog::ended);
    boolean gone = turn.now >= next.forgetAtMillis() || nothingToCome;
    return new Over(
        turn.leg(),
        next.inviteRef(),
        next.inviteOpen(),
        next.cancelOwed(),
        next.forgetAtMillis(),
        gone);
  }

  private static Over invited(Turn turn, Over state, SipResponse response) {
    if (response.status() < 200) {
      if (!state.cancelOwed()) {
        return state;
      }
      turn.cancel();
      return new Over(
          turn.leg(), state.inviteRef(), true, false, state.forgetAtMillis(), state.gone());
    }
    if (response.success()) {
      turn.ackAndBye(response);
      return new Over(
          turn.leg(),
          state.inviteRef(),
          false,
          false,
          state.inviteOpen() ? turn.now + LINGER_MILLIS : state.forgetAtMillis(),
          state.gone());
    }
    return closed(turn, state);
  }

  private static Over closed(Turn turn, Over state) {
    return new Over(
        turn.leg(), state.inviteRef(), false, false, state.forgetAtMillis(), state.gone());
  }

  private static Over answered(Turn turn, Over state, int ref, SipResponse response) {
    DialogAnswers.plain(turn, ref, response);
    return state.with(turn.leg());
  }

  private static Over ended(Turn turn, Over state, int ref) {
    if (ref == state.inviteRef()) {
      return closed(turn, state);
    }
    Pending pending = turn.leg().pending(ref);
    if (pending != null) {
      turn.put(turn.leg().without(pending));
    }
    return state.with(turn.leg());
  }
}
