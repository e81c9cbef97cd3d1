package io.strowger.sip.transaction;

import io.strowger.sip.transaction.ClientState.Accepted;
import io.strowger.sip.transaction.ClientState.Answered;
import io.strowger.sip.transaction.ClientState.Calling;
import io.strowger.sip.transaction.ClientState.Completed;
import io.strowger.sip.transaction.ClientState.Ended;
import io.strowger.sip.transaction.ClientState.Proceeding;
import io.strowger.sip.transaction.ClientState.Trying;
import io.strowger.sip.transaction.ClientState.Waiting;
import java.util.List;

/** One step of a client transaction: its next state, and what is to be done. */
record ClientStep(ClientState next, List<Action> actions) {
  enum Action {
    RESEND,
    PASS_UP,
    ACKNOWLEDGE,
    TIME_OUT
  }

  private static final List<Action> RESEND = List.of(Action.RESEND);
  private static final List<Action> PASS_UP = List.of(Action.PASS_UP);
  private static final List<Action> ACKNOWLEDGE = List.of(Action.ACKNOWLEDGE);
  private static final List<Action> REFUSED = List.of(Action.ACKNOWLEDGE, Action.PASS_UP);
  private static final List<Action> TIME_OUT = List.of(Action.TIME_OUT);
  private static final ClientState ENDED = new Ended();

  private static ClientStep stay(ClientState state) {
    return new ClientStep(state, List.of());
  }

  /** The state after the request was sent for the first time. */
  static ClientState begin(boolean invite, boolean reliable, TransactionTimers timers, long now) {
    long resendAt = reliable ? Long.MAX_VALUE : now + timers.t1Millis();
    long timeoutAt = now + timers.timeoutMillis();
    return invite
        ? new Calling(resendAt, timers.t1Millis(), timeoutAt)
        : new Trying(resendAt, timers.t1Millis(), timeoutAt);
  }

  /** A response of this status came. */
  static ClientStep response(
      ClientState state, int status, boolean reliable, TransactionTimers timers, long now) {
    return switch (state) {
      case Calling _ -> firstOf(state, status, reliable, timers, now);
      case Proceeding _ -> firstOf(state, status, reliable, timers, now);
      case Completed _ -> status >= 300 ? new ClientStep(state, ACKNOWLEDGE) : stay(state);
      case Accepted _ ->
          status >= 200 && status < 300 ? new ClientStep(state, PASS_UP) : stay(state);
      case Trying(long _, long _, long timeoutAt) ->
          status < 200
              ? new ClientStep(
                  new Waiting(reliable ? Long.MAX_VALUE : now + timers.t2Millis(), timeoutAt),
                  PASS_UP)
              : answered(reliable, timers, now);
      case Waiting _ ->
          status < 200 ? new ClientStep(state, PASS_UP) : answered(reliable, timers, now);
      case Answered _ -> stay(state);
      case Ended _ -> stay(state);
    };
  }

  private static ClientStep firstOf(
      ClientState state, int status, boolean reliable, TransactionTimers timers, long now) {
    if (status < 200) {
      ClientState next =
          state instanceof Proceeding ? state : new Proceeding(now + timers.proceedingMaxMillis());
      return new ClientStep(next, PASS_UP);
    }
    long end = now + timers.timeoutMillis();
    if (status < 300) {
      return new ClientStep(new Accepted(end), PASS_UP);
    }
    return new ClientStep(reliable ? ENDED : new Completed(end), REFUSED);
  }

  private static ClientStep answered(boolean reliable, TransactionTimers timers, long now) {
    return new ClientStep(reliable ? ENDED : new Answered(now + timers.t4Millis()), PASS_UP);
  }

  /** A CANCEL was sent for this INVITE: its end is awaited no longer than this. */
  static ClientState cancelled(ClientState state, TransactionTimers timers, long now) {
    return state instanceof Proceeding(long limit)
        ? new Proceeding(Math.min(limit, now + timers.timeoutMillis()))
        : state;
  }

  /** The time is {@code now}. */
  static ClientStep tick(ClientState state, TransactionTimers timers, long now) {
    if (now < state.alarmMillis()) {
      return stay(state);
    }
    return switch (state) {
      case Calling(long _, long interval, long timeoutAt) ->
          now >= timeoutAt
              ? new ClientStep(ENDED, TIME_OUT)
              : new ClientStep(new Calling(now + 2 * interval, 2 * interval, timeoutAt), RESEND);
      case Trying(long _, long interval, long timeoutAt) -> {
        long next = Math.min(2 * interval, timers.t2Millis());
        yield now >= timeoutAt
            ? new ClientStep(ENDED, TIME_OUT)
            : new ClientStep(new Trying(now + next, next, timeoutAt), RESEND);
      }
      case Waiting(long _, long timeoutAt) ->
          now >= timeoutAt
              ? new ClientStep(ENDED, TIME_OUT)
              : new ClientStep(new Waiting(now + timers.t2Millis(), timeoutAt), RESEND);
      case Proceeding _ -> new ClientStep(ENDED, TIME_OUT);
      case Completed _, Accepted _, Answered _ -> stay(ENDED);
      case Ended _ -> stay(state);
    };
  }
}
