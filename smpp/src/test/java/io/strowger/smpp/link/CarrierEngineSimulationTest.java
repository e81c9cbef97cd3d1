package io.strowger.smpp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.link.CarrierSettings.Flow;
import io.strowger.smpp.link.CarrierSettings.Timers;
import io.strowger.smpp.link.FaultySmsc.Temper;
import io.strowger.smpp.link.FaultySmsc.Trace;
import io.strowger.smpp.link.SubmitOutcome.Accepted;
import io.strowger.smpp.link.SubmitOutcome.InDoubt;
import io.strowger.smpp.link.SubmitOutcome.NotSent;
import io.strowger.smpp.link.SubmitOutcome.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine against carriers that fail in every way, one seed each; the seed replays the run. */
final class CarrierEngineSimulationTest {
  private static final long START = 1_800_000_000_000L;
  private static final long BUSY_MILLIS = 60_000;
  private static final long STOP_LIMIT_MILLIS = 60_000;
  private static final int RECONNECT_MIN_MILLIS = 200;

  static LongStream seeds() {
    Long one = Long.getLong("strowger.seed");
    return one != null ? LongStream.of(one) : LongStream.range(0, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_submission_has_one_true_outcome(long seed) {
    new Run(seed).play();
  }

  private static final class Run implements SmppCarrierListener {
    private final Random random;
    private final VirtualTime time = new VirtualTime(START);
    private final CarrierSettings settings;
    private final FaultySmsc smsc;
    private final CarrierEngine engine;
    private final Map<String, SubmitOutcome> outcomes = new HashMap<>();
    private final List<Submission> submitted = new ArrayList<>();
    private long wakeAt;
    private long polls;

    Run(long seed) {
      random = new Random(seed);
      int window = 1 + random.nextInt(20);
      double rate = random.nextBoolean() ? 0 : 0.5 + random.nextInt(200);
      Timers timers =
          new Timers(
              Duration.ofSeconds(2),
              Duration.ofSeconds(3),
              Duration.ofSeconds(5),
              Duration.ofSeconds(4),
              Duration.ofSeconds(20),
              Duration.ofMillis(RECONNECT_MIN_MILLIS),
              Duration.ofSeconds(5));
      settings =
          Rig.with(
              Rig.with(Rig.settings(1 + random.nextInt(3)), new Flow(window, rate, 200)), timers);
      Temper temper =
          new Temper(
              ratio(0.3),
              ratio(0.2),
              ratio(0.02),
              ratio(0.1),
              ratio(0.01),
              ratio(0.02),
              ratio(0.1),
              ratio(0.1),
              ratio(0.8),
              1 + random.nextInt(400));
      smsc = new FaultySmsc(time, random, temper, window, timers.response().toMillis());
      engine = new CarrierEngine(settings, smsc, this, random);
    }

    private double ratio(double max) {
      return random.nextBoolean() ? 0 : random.nextDouble() * max;
    }

    void play() {
      time.after(0, this::submitSome);
      time.after(0, this::trouble);
      poll();
      runUntil(START + BUSY_MILLIS);
      engine.stop(time.now());
      poll();
      long limit = time.now() + STOP_LIMIT_MILLIS;
      while (!engine.stopped() && time.now() < limit) {
        step(limit);
      }
      assertTrue(engine.stopped(), "stop did not end");
      assertEquals(submitted.size(), outcomes.size(), "submissions without an outcome");
      outcomes.values().forEach(this::checkOutcome);
      checkRate();
      checkCalm();
    }

    private void runUntil(long end) {
      while (time.now() < end) {
        step(end);
      }
    }

    private void step(long end) {
      long next = Math.min(end, Math.min(wakeAt, time.nextMillis()));
      time.moveTo(next);
      poll();
    }

    private void poll() {
      polls++;
      wakeAt = engine.poll(time.now());
      assertTrue(engine.status(time.now()).queued() <= settings.flow().queueMax(), "queue");
    }

    private void submitSome() {
      if (time.now() >= START + BUSY_MILLIS) {
        return;
      }
      List<Submission> batch = new ArrayList<>();
      int count = random.nextInt(random.nextInt(10) == 0 ? 100 : 5);
      for (int i = 0; i < count; i++) {
        batch.add(submission());
      }
      submitted.addAll(batch);
      engine.submit(batch, time.now());
      if (random.nextInt(4) == 0 && !batch.isEmpty()) {
        Submission one = batch.getFirst();
        time.after(random.nextInt(500), () -> withdraw(one));
      }
      time.after(random.nextInt(200), this::submitSome);
    }

    private Submission submission() {
      String destination = String.format("39%010d", submitted.size() * 1_000L + random.nextInt(7));
      while (smsc.deadlines.containsKey(destination)) {
        destination = String.format("39%010d", random.nextInt(Integer.MAX_VALUE));
      }
      long deadline = time.now() + random.nextInt(30_000);
      smsc.deadlines.put(destination, deadline);
      String text = "x".repeat(random.nextInt(5) == 0 ? 1 + random.nextInt(900) : 40);
      String avoid = random.nextInt(5) == 0 ? "alpha-1" : null;
      return new Submission(destination, destination, null, text, deadline, 0, avoid);
    }

    private void withdraw(Submission one) {
      SubmitOutcome outcome = outcomes.get(one.destination());
      List<String> ids = outcome instanceof Accepted accepted ? accepted.messageIds() : List.of();
      engine.withdraw(
          List.of(new Withdrawal(one.context(), one.destination(), null, ids)), time.now());
    }

    private void trouble() {
      if (time.now() >= START + BUSY_MILLIS) {
        return;
      }
      smsc.misbehave();
      switch (random.nextInt(400)) {
        case 0 -> engine.drain(time.now());
        case 1, 2, 3, 4, 5 -> engine.resume(time.now());
        case 6 ->
            engine.reconfigure(Rig.with(settings, Rig.links(1 + random.nextInt(3))), time.now());
        case 7 -> {
          CarrierSettings.Bind bind = settings.bind();
          engine.reconfigure(
              Rig.with(
                  settings,
                  new CarrierSettings.Bind(
                      bind.systemId(),
                      "secret" + random.nextInt(100),
                      bind.systemType(),
                      bind.interfaceVersion(),
                      bind.mode(),
                      bind.addressRange())),
              time.now());
        }
        default -> {}
      }
      time.after(random.nextInt(200), this::trouble);
    }

    @Override
    public void outcomes(String carrier, List<SubmitOutcome> batch) {
      for (SubmitOutcome outcome : batch) {
        SubmitOutcome earlier = outcomes.put(outcome.submission().destination(), outcome);
        assertTrue(earlier == null, "a second outcome");
      }
    }

    @Override
    public void receipts(String carrier, List<InboundReceipt> batch) {
      time.after(
          random.nextInt(random.nextInt(50) == 0 ? 3_000 : 20),
          () -> {
            for (InboundReceipt receipt : batch) {
              smsc.acknowledged.add(receipt.linkEpoch() + ":" + receipt.sequenceNumber());
            }
            engine.acknowledge(batch, time.now());
          });
    }

    @Override
    public void statusChanged(CarrierStatus status) {
      assertTrue(status.estimatedWaitMillis() >= 0, "a negative wait");
    }

    private void checkOutcome(SubmitOutcome outcome) {
      Trace trace = smsc.traces.getOrDefault(outcome.submission().destination(), new Trace());
      switch (outcome) {
        case Accepted accepted -> {
          assertEquals(trace.ids, accepted.messageIds(), "ids");
          assertTrue(trace.written > 0, "taken, never written");
          assertTrue(trace.statuses.stream().allMatch(status -> status == 0), "taken");
        }
        case Refused refused ->
            assertTrue(trace.statuses.contains(refused.commandStatus()), "refused by nobody");
        case InDoubt _ -> {}
        case NotSent _ -> assertEquals(0, trace.written, "written, and reported as not sent");
      }
      assertTrue(trace.connections.size() <= 1, "parts on different links");
    }

    private void checkRate() {
      double rate = settings.flow().messagesPerSecond();
      if (rate == 0) {
        return;
      }
      int first = 0;
      for (int i = 0; i < smsc.submitTimes.size(); i++) {
        while (smsc.submitTimes.get(i) - smsc.submitTimes.get(first) >= 1_000) {
          first++;
        }
        assertTrue(i - first + 1 <= Math.ceil(rate), "more than the rate in one second");
      }
    }

    private void checkCalm() {
      long span = time.now() - START;
      long connectionsMax = 3 * (span / (RECONNECT_MIN_MILLIS / 2) + 10);
      assertTrue(smsc.connectionsMade <= connectionsMax, "reconnects in a tight loop");
      assertTrue(polls <= 20 * span, "polls in a tight loop");
    }
  }
}
