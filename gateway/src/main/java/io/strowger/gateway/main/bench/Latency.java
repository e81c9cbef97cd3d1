package io.strowger.gateway.main.bench;

import org.HdrHistogram.AbstractHistogram;

/** The shape of many latencies, in microseconds. */
record Latency(long count, long p50, long p90, long p99, long p999, long max) {

  static Latency of(AbstractHistogram micros) {
    return new Latency(
        micros.getTotalCount(),
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(90),
        micros.getValueAtPercentile(99),
        micros.getValueAtPercentile(99.9),
        micros.getMaxValue());
  }
}
