package io.strowger.sip.simulator;

/** Hears of every call that ended, on the simulator's thread: it must not block. */
@FunctionalInterface
public interface CallEndListener {
  void ended(CallRecord call);
}
