package io.strowger.gateway.http;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls that may block, away from the event loops; no more than a bounded number at once. */
final class BlockingCalls {
  private static final Logger log = LoggerFactory.getLogger(BlockingCalls.class);
  private static final int RETRY_SECONDS = 1;

  private final Executor executor;
  private final Semaphore places;

  BlockingCalls(Executor executor, int max) {
    this.executor = executor;
    this.places = new Semaphore(max);
  }

  /** Runs the call elsewhere and answers on the exchange's event loop. */
  void run(Exchange exchange, Supplier<Answer> call) {
    if (!places.tryAcquire()) {
      exchange.refuse(full());
      return;
    }
    try {
      executor.execute(() -> runNow(exchange, call));
    } catch (RejectedExecutionException e) {
      places.release();
      exchange.refuse(full());
    }
  }

  private void runNow(Exchange exchange, Supplier<Answer> call) {
    Answer answer;
    try {
      answer = call.get();
    } catch (RuntimeException e) {
      log.error("{} failed: {}", exchange.endpoint(), HttpLoop.describe(e));
      answer = Answer.refused(ProblemType.INTERNAL_ERROR, "The gateway failed to answer.");
    } finally {
      places.release();
    }
    Answer known = answer;
    exchange.loop().execute(() -> exchange.answer(known));
  }

  private static Problem full() {
    return Problem.retry(
        ProblemType.OVERLOADED, "Too many calls of this kind at the same time.", RETRY_SECONDS);
  }
}
