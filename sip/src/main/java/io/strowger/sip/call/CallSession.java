package io.strowger.sip.call;

import io.strowger.sip.call.CallState.Inviting;
import io.strowger.sip.call.CallState.Over;
import io.strowger.sip.call.CallState.Ready;
import io.strowger.sip.call.CallState.Talking;

/**
 * One outgoing call as a pure function of state, event and time (epoch milliseconds): RFC 3261 with
 * RFC 3262 (PRACK), 3311 (UPDATE), 4028 (session timers), 8760 (digest). It never begins to speak
 * after its time, reports exactly once, acknowledges every 2xx and ends every dialog.
 */
public final class CallSession {
  private CallSession() {}

  /** A call that waits for {@link CallEvent.Start}. */
  public static CallState begin(CallPlan plan) {
    return new Ready(Leg.of(plan));
  }

  public static CallStep step(CallState state, CallEvent event, long now) {
    Turn turn = new Turn(state.leg(), now);
    CallState next =
        switch (state) {
          case Ready _ -> ready(turn, event);
          case Inviting inviting -> InvitingStep.step(turn, inviting, event);
          case Talking talking -> TalkingStep.step(turn, talking, event);
          case Over over -> OverStep.step(turn, over, event);
        };
    return new CallStep(next, turn.commands());
  }

  private static CallState ready(Turn turn, CallEvent event) {
    return switch (event) {
      case CallEvent.Start() -> start(turn);
      case CallEvent.HangUp hangUp -> {
        turn.report(CallOutcome.of(hangUp.disposition(), hangUp.why()));
        yield turn.over(0, false);
      }
      default -> new Ready(turn.leg());
    };
  }

  private static CallState start(Turn turn) {
    if (turn.now >= turn.plan().answerByOrDeadlineMillis()) {
      turn.report(CallOutcome.of(Disposition.DEADLINE, "the time was up before the call"));
      return turn.over(0, false);
    }
    turn.put(turn.leg().tally().started(turn.now));
    turn.invite(turn.plan().addressing().requestUri(), null);
    return new Inviting(turn.leg(), turn.leg().ref(), turn.now, false, 1, 0);
  }
}
