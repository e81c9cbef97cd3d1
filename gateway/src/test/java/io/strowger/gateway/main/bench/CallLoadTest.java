package io.strowger.gateway.main.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.CallEvidence;
import io.strowger.sip.call.CallOutcome;
import io.strowger.sip.call.CallReport;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.trunk.CallOrder;
import io.strowger.sip.trunk.SipCarrierListener.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallLoadTest {
  @Test
  void an_open_loop_counts_what_was_answered_shed_and_failed() throws IOException {
    CallLoad load = CallLoad.speaking("en");
    AtomicInteger turn = new AtomicInteger();
    load.through(order -> {
      switch (turn.getAndIncrement() % 4) {
        case 0 -> end(load, order, null, Disposition.THROTTLED);
        case 1 -> end(load, order, "trunk", Disposition.BUSY);
        default -> answer(load, order);
      }
    });
    CallRun run = load.openLoop(400, Duration.ofMillis(100));
    assertEquals(40, run.offered());
    assertEquals(20, run.answered());
    assertEquals(10, run.shed());
    assertEquals(0, run.unended());
    assertEquals(10, run.failed().values().iterator().next());
    assertEquals(20, run.toAnswer().count());
    assertTrue(!run.clean() && run.failed().size() == 1, run::toString);
  }

  @Test
  void a_closed_loop_replaces_each_call_that_ends_by_one() throws IOException {
    CallLoad load = CallLoad.speaking("en");
    AtomicInteger live = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ExecutorService far = Executors.newSingleThreadExecutor()) {
      load.through(order -> {
        most.accumulateAndGet(live.incrementAndGet(), Math::max);
        far.execute(() -> {
          live.decrementAndGet();
          answer(load, order);
        });
      });
      CallRun run = load.closedLoop(5, Duration.ofMillis(50));
      assertTrue(most.get() <= 5, most::toString);
      assertTrue(run.clean() && run.answered() == run.offered(), run::toString);
      assertTrue(run.offered() > 5, run::toString);
    }
  }

  private static void answer(CallLoad load, CallOrder order) {
    load.progress("carrier", "trunk", order.reference(), Progress.ANSWERED);
    end(load, order, "trunk", Disposition.COMPLETED);
  }

  private static void end(
      CallLoad load, CallOrder order, @Nullable String trunk, Disposition disposition) {
    boolean answered = disposition == Disposition.COMPLETED;
    load.ended(
        "carrier",
        new CallReport(
            order.reference(),
            trunk,
            CallOutcome.of(disposition, disposition.text()),
            new CallEvidence(
                true, answered, answered, false, "", 0, 0, 0, 0, 0, false, false, false)),
        null);
  }
}
