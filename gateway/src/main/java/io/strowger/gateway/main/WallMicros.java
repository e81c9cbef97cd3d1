package io.strowger.gateway.main;

import java.util.function.LongSupplier;

/** Epoch microseconds for the simulators: the wall clock at start, moved on monotonically. */
final class WallMicros implements LongSupplier {
  private final long startMicros = System.currentTimeMillis() * 1_000;
  private final long startNanos = System.nanoTime();

  @Override
  public long getAsLong() {
    return startMicros + (System.nanoTime() - startNanos) / 1_000;
  }
}
