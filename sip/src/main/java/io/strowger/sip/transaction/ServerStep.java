package io.strowger.sip.transaction;

import io.strowger.sip.transaction.ServerState.Accepted;
import io.strowger.sip.transaction.ServerState.Acknowledged;
import io.strowger.sip.transaction.ServerState.Confirmed;
import io.strowger.sip.transaction.ServerState.Ended;
import io.strowger.sip.transaction.ServerState.Inviting;
import io.strowger.sip.transaction.ServerState.Refused;
import io.strowger.sip.transaction.ServerState.Served;
import io.strowger.sip.transaction.ServerState.Serving;
import java.util.List;

/** One step of a server transaction: its next state, and what is to be done. */
record ServerStep(ServerState next, List<Action> actions) {
  enum Action {
    /** The newest answer, once more or for the first time. */
    SEND,
    /** 100, of the layer's own. */
    TRYING,
    PASS_ACK,
    ACK_MISSING
  }

  private static final List<Action> SEND = List.of(Action.SEND);
  private static final List<Action> TRYING = List.of(Action.TRYING);
  private static final List<Action> PASS_ACK = List.of(Action.PASS_ACK);
  private static final List<Action> ACK_MISSING = List.of(Action.ACK_MISSING);
  private static final ServerState ENDED = new Ended();

  private static ServerStep stay(ServerState state) {
    return new ServerStep(state, List.of());
  }

  static ServerState begin(boolean invite, TransactionTimers timers, long now) {
    return invite
        ? new Inviting(now + timers.tryingMillis(), now + timers.proceedingMaxMillis())
        : new Serving(now + timers.timeoutMillis());
  }

  /** The application answers. */
  static ServerStep answer(
      ServerState state, int status, boolean reliable, TransactionTimers timers, long now) {
    long end = now + timers.timeoutMillis();
    long t1 = timers.t1Millis();
    return switch (state) {
      case Inviting(long _, long limit) when status < 200 ->
          new ServerStep(new Inviting(Long.MAX_VALUE, limit), SEND);
      case Inviting _ when status < 300 -> new ServerStep(new Accepted(now + t1, t1, end), SEND);
      case Inviting _ ->
          new ServerStep(new Refused(reliable ? Long.MAX_VALUE : now + t1, t1, end), SEND);
      case Serving _ when status < 200 -> new ServerStep(state, SEND);
      case Serving _ -> new ServerStep(reliable ? ENDED : new Served(end), SEND);
      case Refused _, Confirmed _, Accepted _, Acknowledged _, Served _, Ended _ -> stay(state);
    };
  }

  /** The same request came again; {@code answered} when anything was answered so far. */
  static ServerStep again(ServerState state, boolean answered) {
    return switch (state) {
      case Inviting _, Serving _ -> answered ? new ServerStep(state, SEND) : stay(state);
      case Refused _, Served _ -> new ServerStep(state, SEND);
      case Confirmed _, Accepted _, Acknowledged _, Ended _ -> stay(state);
    };
  }

  /** An ACK came that belongs to it. */
  static ServerStep ack(ServerState state, boolean reliable, TransactionTimers timers, long now) {
    return switch (state) {
      case Refused _ -> stay(reliable ? ENDED : new Confirmed(now + timers.t4Millis()));
      case Accepted(long _, long _, long end) -> new ServerStep(new Acknowledged(end), PASS_ACK);
      case Inviting _, Confirmed _, Acknowledged _, Serving _, Served _, Ended _ -> stay(state);
    };
  }

  /** The time is {@code now}. */
  static ServerStep tick(ServerState state, TransactionTimers timers, long now) {
    if (now < state.alarmMillis()) {
      return stay(state);
    }
    return switch (state) {
      case Inviting(long _, long limit) ->
          now >= limit ? stay(ENDED) : new ServerStep(new Inviting(Long.MAX_VALUE, limit), TRYING);
      case Refused(long _, long interval, long end) -> {
        long next = Math.min(2 * interval, timers.t2Millis());
        yield now >= end
            ? new ServerStep(ENDED, ACK_MISSING)
            : new ServerStep(new Refused(now + next, next, end), SEND);
      }
      case Accepted(long _, long interval, long end) -> {
        long next = Math.min(2 * interval, timers.t2Millis());
        yield now >= end
            ? new ServerStep(ENDED, ACK_MISSING)
            : new ServerStep(new Accepted(now + next, next, end), SEND);
      }
      case Confirmed _, Acknowledged _, Serving _, Served _ -> stay(ENDED);
      case Ended _ -> stay(state);
    };
  }
}
