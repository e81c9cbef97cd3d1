package io.strowger.gateway.bench;

import io.strowger.gateway.metrics.GatewayMetrics;
import io.strowger.smpp.receipt.ReceiptState;
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

/** What one event costs the thread that counts it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class MetricsBench {
  private final GatewayMetrics metrics =
      new GatewayMetrics(System::currentTimeMillis, System::nanoTime);

  @Benchmark
  public void submitted() {
    metrics.submitted("alpha", "alpha-1");
  }

  @Benchmark
  public void answered() {
    metrics.answered("alpha", "alpha-1", 0, 3_000);
  }

  @Benchmark
  public void receipt() {
    metrics.receipt("alpha", "alpha-1", ReceiptState.DELIVERED);
  }

  @Benchmark
  public void requestAnswered() {
    metrics.requestAnswered("POST", "/v1/messages", 202, 800_000);
  }

  @Benchmark
  public String scrape() {
    return metrics.scrape();
  }
}
