package io.strowger.gateway.main.bench;

import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.CallReport;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.prompt.CallScript;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.prompt.ScriptResult;
import io.strowger.sip.trunk.CallOrder;
import io.strowger.sip.trunk.SipCarrierListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.AtomicHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Offers calls to one carrier: at a fixed rate, or a new one for each that ends. A call's reference
 * tells when it was due, so that nothing about it is kept here.
 */
final class CallLoad implements SipCarrierListener {
  private static final long MICROS_MAX = 60_000_000;
  private static final Duration END_LIMIT = Duration.ofSeconds(20);
  private static final long ANSWER_MILLIS = 15_000;
  private static final int REASON_LENGTH = 60;
  private static final int REASONS_MAX = 20;
  private static final CallScript SCRIPT = CodeScript.of("481516");

  private final PromptPack pack;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong shed = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final Map<String, Long> failed = new ConcurrentHashMap<>();
  private final AtomicHistogram toAnswer = new AtomicHistogram(MICROS_MAX, 3);
  private @Nullable Consumer<CallOrder> carrier;
  private volatile long refillUntilNanos;
  private volatile long endedNanos;
  private final AtomicLong sequence = new AtomicLong();

  private CallLoad(PromptPack pack) {
    this.pack = pack;
  }

  /**
   * Codes spoken in that language.
   *
   * @throws IOException when there is no such prompt pack
   */
  static CallLoad speaking(String language) throws IOException {
    return new CallLoad(PromptPack.builtIn(language));
  }

  /** Where orders go; before the first run. */
  void through(Consumer<CallOrder> opened) {
    carrier = opened;
  }

  /** So many calls at once, for so long, each followed by the next. */
  CallRun closedLoop(int calls, Duration duration) {
    long start = begin();
    long first = sequence.get();
    refillUntilNanos = start + duration.toNanos();
    for (int i = 0; i < calls; i++) {
      offer(System.nanoTime());
    }
    sleepUntil(refillUntilNanos);
    return finish(start, first);
  }

  /** So many calls a second, whatever becomes of them. */
  CallRun openLoop(int perSecond, Duration duration) {
    long start = begin();
    long first = sequence.get();
    refillUntilNanos = start;
    long calls = perSecond * duration.toMillis() / 1000;
    for (long i = 0; i < calls; i++) {
      long due = start + i * 1_000_000_000L / perSecond;
      sleepUntil(due);
      offer(due);
    }
    return finish(start, first);
  }

  private long begin() {
    answered.set(0);
    shed.set(0);
    ended.set(0);
    failed.clear();
    toAnswer.reset();
    endedNanos = System.nanoTime();
    return endedNanos;
  }

  private CallRun finish(long start, long first) {
    Await.within(END_LIMIT, () -> ended.get() >= sequence.get() - first);
    return CallRun.of(
        sequence.get() - first,
        answered.get(),
        shed.get(),
        failed,
        endedNanos - start,
        toAnswer.copy());
  }

  private static void sleepUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void offer(long dueNanos) {
    Consumer<CallOrder> opened = carrier;
    if (opened == null) {
      throw new IllegalStateException("no carrier to call through");
    }
    long number = sequence.getAndIncrement();
    long deadline = System.currentTimeMillis() + ANSWER_MILLIS;
    opened.accept(
        new CallOrder(
            number + ":" + dueNanos,
            Long.toString(Destinations.number(number)),
            SCRIPT,
            pack,
            deadline,
            deadline,
            CallLimits.DEFAULT));
  }

  @Override
  public void progress(String carrierId, String trunk, String reference, Progress progress) {
    if (progress == Progress.ANSWERED) {
      long due = Long.parseLong(reference.substring(reference.indexOf(':') + 1));
      toAnswer.recordValue(Math.clamp((System.nanoTime() - due) / 1000, 0, MICROS_MAX));
    }
  }

  @Override
  public void ended(String carrierId, CallReport report, @Nullable ScriptResult result) {
    if (report.evidence().answered()) {
      answered.incrementAndGet();
    } else if (report.trunk() == null && report.outcome().disposition() == Disposition.THROTTLED) {
      shed.incrementAndGet();
    } else if (failed.size() < REASONS_MAX) {
      failed.merge(reason(report), 1L, Long::sum);
    } else {
      failed.merge("other reasons", 1L, Long::sum);
    }
    long now = System.nanoTime();
    endedNanos = now;
    if (now < refillUntilNanos) {
      offer(now);
    }
    ended.incrementAndGet();
  }

  private static String reason(CallReport report) {
    String text = report.outcome().sipStatus() + " " + report.outcome().text();
    return text.substring(0, Math.min(REASON_LENGTH, text.length()));
  }
}
