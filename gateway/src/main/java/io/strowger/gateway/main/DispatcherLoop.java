package io.strowger.gateway.main;

import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that polls the dispatcher. Under load it leaves a short gap between two rounds, so
 * that a commit, which costs the same whatever it holds, holds many messages; idle, it sleeps until
 * something is posted, or for a tick of the timers.
 */
final class DispatcherLoop implements Runnable {
  private static final int BUSY_EVENTS = 24;
  private static final long GAP_NANOS = 1_500_000;
  private static final long IDLE_NANOS = 8_000_000;

  private final Dispatcher dispatcher;
  private final LongSupplier clockMillis;
  private final LongSupplier nanos;
  private final Consumer<Throwable> onFailure;
  private volatile @Nullable Thread sleeper;
  private volatile boolean stopping;

  /**
   * @param onFailure the store failed, or the loop itself: nothing may be acknowledged any more
   */
  DispatcherLoop(
      Dispatcher dispatcher,
      LongSupplier clockMillis,
      LongSupplier nanos,
      Consumer<Throwable> onFailure) {
    this.dispatcher = dispatcher;
    this.clockMillis = clockMillis;
    this.nanos = nanos;
    this.onFailure = onFailure;
  }

  /** Something was posted. Any thread; cheap when the loop is awake. */
  void wake() {
    Thread asleep = sleeper;
    if (asleep != null) {
      LockSupport.unpark(asleep);
    }
  }

  /** Ends the loop after the round that is under way. */
  void stop() {
    stopping = true;
    wake();
  }

  @Override
  @SuppressWarnings("CatchAndPrintStackTrace")
  public void run() {
    try {
      while (!stopping) {
        long begun = nanos.getAsLong();
        int taken = dispatcher.poll(clockMillis.getAsLong());
        if (taken >= BUSY_EVENTS) {
          long rest = GAP_NANOS - (nanos.getAsLong() - begun);
          if (rest > 0) {
            LockSupport.parkNanos(this, rest);
          }
        } else if (!dispatcher.hasWork()) {
          sleep();
        }
      }
    } catch (StoreFailedException | RuntimeException | Error e) {
      onFailure.accept(e);
    }
  }

  private void sleep() {
    sleeper = Thread.currentThread();
    // Looked at again after the sleeper is known, or a post in between would be slept over.
    if (!dispatcher.hasWork() && !stopping) {
      LockSupport.parkNanos(this, IDLE_NANOS);
    }
    sleeper = null;
  }
}
