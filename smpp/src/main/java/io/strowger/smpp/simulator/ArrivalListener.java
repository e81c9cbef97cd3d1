package io.strowger.smpp.simulator;

/** Hears of each accepted message, on the simulator's own thread: it must not block. */
@FunctionalInterface
public interface ArrivalListener {
  void arrived(Arrival arrival);
}
