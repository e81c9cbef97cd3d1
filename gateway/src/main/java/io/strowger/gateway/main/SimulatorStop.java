package io.strowger.gateway.main;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a simulator run until SIGTERM or Ctrl-C, and end in order. */
final class SimulatorStop implements AutoCloseable {
  private static final long END_SECONDS = 3;

  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
  }

  private void stop() {
    wanted.countDown();
    try {
      var _ = ended.await(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** True when it is to stop; waits a second for that. */
  boolean within1s() throws InterruptedException {
    return wanted.await(1, TimeUnit.SECONDS);
  }

  /** All is closed: the process may go. */
  @Override
  public void close() {
    ended.countDown();
  }
}
