package io.strowger.gateway.main.bench;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;

/**
 * What one run of calls came to.
 *
 * @param offered to the trunk
 * @param answered calls, from INVITE to BYE
 * @param shed refused by the trunk's admission, before anything was sent
 * @param failed that ended in any other way, by its reason
 * @param unended that had no end when the run was given up
 * @param nanos from the first offer to the last end
 * @param toAnswer of answered calls, from when each was due to its answer
 */
record CallRun(
    long offered,
    long answered,
    long shed,
    Map<String, Long> failed,
    long unended,
    long nanos,
    Latency toAnswer) {

  static CallRun of(
      long offered,
      long answered,
      long shed,
      Map<String, Long> failed,
      long nanos,
      AbstractHistogram toAnswerMicros) {
    long failures = failed.values().stream().mapToLong(Long::longValue).sum();
    return new CallRun(
        offered,
        answered,
        shed,
        new TreeMap<>(failed),
        offered - answered - shed - failures,
        nanos,
        Latency.of(toAnswerMicros));
  }

  double perSecond() {
    return answered * 1e9 / Math.max(1, nanos);
  }

  /** Nothing but answered calls and such as were refused at once. */
  boolean clean() {
    return failed.isEmpty() && unended == 0;
  }
}
