package io.strowger.gateway.main.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What was measured of one system. All CPU figures are microseconds of one core per message.
 *
 * @param rounds of the closed loop
 * @param answer at the open-loop rate, from when a request was due to its HTTP answer
 * @param submit at the open-loop rate, from when a request was due to its submit_sm at the carrier
 * @param memoryPeakKib by process
 * @param remarks the system's own, such as garbage collection; may be empty
 */
record Figures(
    String system,
    int connections,
    List<Round> rounds,
    int openLoopRate,
    Latency answer,
    Latency submit,
    Map<String, Long> memoryPeakKib,
    String remarks) {

  /**
   * One round of the closed loop.
   *
   * @param accepted answered with 202
   * @param finished of those, how many came to their end
   * @param perSecond finished messages, from the first request to the last message's end
   * @param acceptedPerSecond while requests were being sent
   * @param answer from request to 202
   * @param cpu by process
   */
  record Round(
      long accepted,
      long finished,
      Map<Integer, Long> refused,
      long failed,
      double perSecond,
      double acceptedPerSecond,
      Latency answer,
      List<Cpu> cpu) {}

  /**
   * @param threads by name, the busiest first
   */
  record Cpu(String process, double perMessage, Map<String, Double> threads) {}

  /** The round with the median rate; one without anything when only latency was measured. */
  Round median() {
    if (rounds.isEmpty()) {
      return new Round(0, 0, Map.of(), 0, 0, 0, answer, List.of());
    }
    List<Round> sorted =
        rounds.stream().sorted(Comparator.comparingDouble(Round::perSecond)).toList();
    return sorted.get(sorted.size() / 2);
  }

  @JsonProperty
  double medianPerSecond() {
    return median().perSecond();
  }

  /** Messages accepted in any round and not seen to end. */
  long unaccounted() {
    return rounds.stream().mapToLong(round -> round.accepted - round.finished).sum();
  }
}
