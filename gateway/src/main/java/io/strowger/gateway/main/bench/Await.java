package io.strowger.gateway.main.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, asking every 20 ms, and never for ever. */
final class Await {
  private static final long GAP_NANOS = 20_000_000;

  private Await() {}

  /**
   * @param what must come true, as the error names it
   * @throws BenchException when it has not after the limit, or the thread is interrupted
   */
  static void until(String what, Duration limit, BooleanSupplier condition) {
    if (!within(limit, condition)) {
      throw new BenchException("waited " + limit.toSeconds() + " s in vain until " + what);
    }
  }

  /** False when the limit passed first. */
  static boolean within(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new BenchException("interrupted");
      }
      LockSupport.parkNanos(GAP_NANOS);
    }
    return true;
  }
}
