package io.strowger.gateway.bench;

import io.strowger.gateway.number.Numbering;
import io.strowger.gateway.number.ParsedNumber;
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

/** Numbers as they come in requests; without the cache each costs 9 µs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NumberingBench {
  private static final int COUNT = 1 << 14;

  private final Numbering numbering = new Numbering();
  private final String[] numbers = new String[COUNT];
  private int next;

  public NumberingBench() {
    for (int i = 0; i < COUNT; i++) {
      numbers[i] = "+39" + (3_400_000_000L + i * 7_919L);
    }
  }

  @Benchmark
  public ParsedNumber international() {
    return numbering.parse(numbers[next++ & (COUNT - 1)], null);
  }

  @Benchmark
  public ParsedNumber separated() {
    return numbering.parse("+39 340 123-4567", null);
  }

  @Benchmark
  public ParsedNumber national() {
    return numbering.parse("340 1234567", "IT");
  }
}
