package io.strowger.gateway.main.bench;

import java.time.Duration;

/**
 * How long and how hard to measure one system.
 *
 * @param connections keep-alive connections of the load generator
 * @param warmUp closed loop before anything is measured
 * @param rounds of the closed loop; the median counts
 * @param round how long each round sends
 * @param roundRequestsMax a round ends early after so many requests
 * @param openLoopRate requests per second of the latency measurement
 * @param openLoop how long the latency measurement sends
 */
record BenchPlan(
    int connections,
    Duration warmUp,
    int rounds,
    Duration round,
    long roundRequestsMax,
    int openLoopRate,
    Duration openLoop) {

  BenchPlan withRoundRequestsMax(long max) {
    return new BenchPlan(connections, warmUp, rounds, round, max, openLoopRate, openLoop);
  }
}
