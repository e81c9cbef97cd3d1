package io.strowger.gateway.guard;

import io.strowger.gateway.number.PhoneNumber;

/** Hears what the guard does, for metrics and logs. Called on its thread: count and return. */
public interface GuardObserver {
  GuardObserver NONE = new GuardObserver() {};

  default void denied(String account, PhoneNumber to, Denial denial, long nowMillis) {}

  /** A request was taken for one that had been taken before. */
  default void repeated(String account) {}

  default void pumpingBlocked(PumpingBlock block) {}

  /**
   * @param byOperator false when its time was over
   */
  default void pumpingLifted(PumpingBlock block, boolean byOperator) {}
}
