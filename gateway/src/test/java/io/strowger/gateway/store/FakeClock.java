package io.strowger.gateway.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Stands still until it is moved. */
final class FakeClock implements LongSupplier {
  private final AtomicLong millis = new AtomicLong(Samples.T0 + 1_000);

  @Override
  public long getAsLong() {
    return millis.get();
  }

  void advance(long by) {
    millis.addAndGet(by);
  }
}
