package io.strowger.gateway.main;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Epoch milliseconds that never run backwards and never leap while the program runs: the wall clock
 * at start, moved on by the monotonic clock, and drawn back to the wall clock by at most one
 * thousandth of the time that passes. Deadlines are absolute, so a leap of the wall clock would
 * otherwise expire, or keep alive, every open message at once.
 */
public final class SteadyClock implements LongSupplier {
  private static final long CORRECT_EVERY_NANOS = 10_000_000_000L;
  private static final long MAX_CORRECTION_MILLIS = 10;

  private final LongSupplier wallMillis;
  private final LongSupplier monotonicNanos;
  private final long startNanos;
  private final long startMillis;
  private final AtomicLong correctionMillis = new AtomicLong();
  private final AtomicLong correctAtNanos;
  private final AtomicLong latest = new AtomicLong();

  /**
   * @param wallMillis may leap
   * @param monotonicNanos never leaps, and counts from anywhere
   */
  public SteadyClock(LongSupplier wallMillis, LongSupplier monotonicNanos) {
    this.wallMillis = wallMillis;
    this.monotonicNanos = monotonicNanos;
    this.startNanos = monotonicNanos.getAsLong();
    this.startMillis = wallMillis.getAsLong();
    this.correctAtNanos = new AtomicLong(startNanos + CORRECT_EVERY_NANOS);
  }

  static SteadyClock system() {
    return new SteadyClock(System::currentTimeMillis, System::nanoTime);
  }

  @Override
  public long getAsLong() {
    long nanos = monotonicNanos.getAsLong();
    long due = correctAtNanos.get();
    if (nanos - due >= 0 && correctAtNanos.compareAndSet(due, nanos + CORRECT_EVERY_NANOS)) {
      long error = wallMillis.getAsLong() - uncorrected(nanos) - correctionMillis.get();
      correctionMillis.addAndGet(Math.clamp(error, -MAX_CORRECTION_MILLIS, MAX_CORRECTION_MILLIS));
    }
    long now = uncorrected(nanos) + correctionMillis.get();
    long before = latest.get();
    if (now > before) {
      latest.compareAndSet(before, now);
      return now;
    }
    return before;
  }

  private long uncorrected(long nanos) {
    return startMillis + (nanos - startNanos) / 1_000_000;
  }
}
