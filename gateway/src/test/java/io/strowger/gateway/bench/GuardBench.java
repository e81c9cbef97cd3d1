package io.strowger.gateway.bench;

import io.strowger.gateway.account.CountryLimit;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.Limits;
import io.strowger.gateway.account.Quota;
import io.strowger.gateway.guard.Decision;
import io.strowger.gateway.guard.Guard;
import io.strowger.gateway.guard.GuardObserver;
import io.strowger.gateway.guard.GuardRequest;
import io.strowger.gateway.guard.GuardSettings;
import io.strowger.gateway.guard.RateDeck;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One admission at 10 000 messages a second to 260 000 numbers; the goal is less than 1 µs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardBench {
  private static final int COUNT = 1 << 18;
  private static final int STEP = 7_919;
  private static final long START = 1_790_000_000_000L;
  private static final long DAY = 86_400_000;

  private final PhoneNumber[] numbers = new PhoneNumber[COUNT];
  private final GuardRules everything =
      GuardRules.DEFAULT.with(
          new Limits(
              100_000,
              List.of(new Quota(500_000_000, DAY)),
              List.of(new Quota(1, 1_000), new Quota(5, 600_000), new Quota(10, DAY)),
              List.of(new Quota(1_000, 600_000)),
              List.of(new Quota(100_000, 600_000)),
              List.of(),
              new CountryLimit(3, 1_000_000, 72),
              Long.MAX_VALUE / 2,
              30_000));
  private final Guard guard =
      new Guard(
          new GuardSettings(new RateDeck(Map.of("+", 80_000L, "+39", 45_000L)), 1L << 30),
          GuardObserver.NONE,
          17);
  private int next;
  private long sequence;

  public GuardBench() {
    for (int i = 0; i < COUNT; i++) {
      numbers[i] = new PhoneNumber("+39" + (3_400_000_000L + (long) i * STEP % 90_000_000));
    }
  }

  private GuardRequest request(String account, GuardRules rules) {
    PhoneNumber to = numbers[next++ & (COUNT - 1)];
    return new GuardRequest(
        account, rules, to, NumberType.MOBILE, Channel.SMS, sequence * STEP, 1, null);
  }

  private Decision admit(String account, GuardRules rules) {
    long now = START + ++sequence / 10;
    GuardRequest request = request(account, rules);
    Decision decision = guard.admit(request, now);
    if (decision instanceof Decision.Admitted) {
      guard.admitted(request, MessageId.of(sequence, sequence), now + 300_000, now);
    }
    return decision;
  }

  /** What the others would cost without a guard: to be subtracted. */
  @Benchmark
  public long requestAlone() {
    sequence++;
    return request("none", everything).to().value();
  }

  @Benchmark
  public Decision defaults() {
    return admit("defaults", GuardRules.DEFAULT);
  }

  /** After five messages to each number most are refused. */
  @Benchmark
  public Decision everyLimit() {
    return admit("limits", everything);
  }
}
