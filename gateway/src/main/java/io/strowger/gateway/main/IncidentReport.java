package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.main.IncidentCarriers.Fault;
import io.strowger.gateway.main.IncidentTraffic.Sent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an incident came to: each fault, and the ordinary time between them, against what users saw.
 *
 * @param falseAlarms alarms that no fault explains
 * @param refused how many passcodes were not accepted, by the reason
 */
record IncidentReport(List<Line> lines, List<String> falseAlarms, Map<String, Integer> refused) {
  /** Alarms may speak of a fault for so long after it: receipts of its time are late or missing. */
  static final long AFTERMATH_MILLIS = 40_000;

  /**
   * One fault, or a time without one.
   *
   * @param fault null between faults
   * @param detectedAfterMillis from its begin to the first alarm of its carrier; negative for never
   * @param asked passcodes asked for in its time
   * @param atRisk of these, sent into the fault before it was known: first attempts that it hit
   * @param inTime reached their user before the deadline
   * @param late reached a user after the deadline
   * @param never reached nobody
   * @param twice reached their user more than once
   * @param medianMillis from asking to the arrival
   * @param slowestMillis the same, of the slowest that arrived
   */
  record Line(
      String name,
      @Nullable Fault fault,
      long detectedAfterMillis,
      int asked,
      int atRisk,
      int inTime,
      int late,
      int never,
      int twice,
      long medianMillis,
      long slowestMillis) {}

  /**
   * @param firstCarrier which carrier a message, by its id, was first given to
   * @param alarms as the API tells them, open and cleared
   */
  static IncidentReport of(
      IncidentCarriers carriers,
      long startMillis,
      List<Sent> sent,
      Handsets handsets,
      Function<String, @Nullable String> firstCarrier,
      JsonNode alarms,
      Map<String, Integer> refused) {
    List<Line> lines = new ArrayList<>();
    long quietFrom = startMillis;
    for (Fault fault : carriers.faults()) {
      long from = startMillis + fault.fromSecond() * 1_000L;
      long until = startMillis + fault.untilSecond() * 1_000L;
      lines.add(line("all well", null, quietFrom, from, -1, sent, handsets, firstCarrier));
      long detected = detected(fault, from, until, alarms);
      lines.add(line(fault.name(), fault, from, until, detected, sent, handsets, firstCarrier));
      quietFrom = until;
    }
    lines.add(line("all well", null, quietFrom, Long.MAX_VALUE, -1, sent, handsets, firstCarrier));
    return new IncidentReport(lines, falseAlarms(carriers, startMillis, alarms), refused);
  }

  private static long detected(Fault fault, long from, long until, JsonNode alarms) {
    long first = Long.MAX_VALUE;
    for (JsonNode alarm : alarms) {
      // One that was still open from before tells of it by its change.
      for (String told : List.of("raised_at", "changed_at")) {
        long at = millis(alarm.path(told));
        if (isOf(fault, alarm) && at >= from && at < until + AFTERMATH_MILLIS) {
          first = Math.min(first, at);
        }
      }
    }
    return first == Long.MAX_VALUE ? -1 : first - from;
  }

  private static List<String> falseAlarms(
      IncidentCarriers carriers, long startMillis, JsonNode alarms) {
    List<String> unexplained = new ArrayList<>();
    for (JsonNode alarm : alarms) {
      long raised = millis(alarm.path("raised_at"));
      boolean explained = false;
      for (Fault fault : carriers.faults()) {
        explained |=
            isOf(fault, alarm)
                && raised >= startMillis + fault.fromSecond() * 1_000L
                && raised < startMillis + fault.untilSecond() * 1_000L + AFTERMATH_MILLIS;
      }
      if (!explained) {
        unexplained.add(
            alarm.path("kind").asText()
                + " "
                + alarm.path("subject").asText()
                + " at second "
                + (raised - startMillis) / 1_000
                + ": "
                + alarm.path("cause").asText());
      }
    }
    return unexplained;
  }

  private static boolean isOf(Fault fault, JsonNode alarm) {
    String subject = alarm.path("subject").asText();
    return subject.equals(fault.carrier()) || subject.startsWith(fault.carrier() + "/");
  }

  private static long millis(JsonNode time) {
    return Instant.parse(time.asText()).toEpochMilli();
  }

  private static Line line(
      String name,
      @Nullable Fault fault,
      long from,
      long until,
      long detectedAfter,
      List<Sent> sent,
      Handsets handsets,
      Function<String, @Nullable String> firstCarrier) {
    int asked = 0;
    int atRisk = 0;
    int inTime = 0;
    int late = 0;
    int never = 0;
    int twice = 0;
    List<Long> delays = new ArrayList<>();
    for (Sent one : sent) {
      if (one.askedAtMillis() < from || one.askedAtMillis() >= until) {
        continue;
      }
      asked++;
      List<Long> arrivals =
          handsets.at(one.digits()).stream()
              .filter(arrived -> arrived.code().equals(one.code()))
              .map(Handsets.Arrived::atMillis)
              .sorted()
              .toList();
      boolean known = detectedAfter >= 0 && one.askedAtMillis() >= from + detectedAfter;
      if (fault != null
          && !known
          && fault.hits().test(one.digits())
          && fault.carrier().equals(firstCarrier.apply(one.id()))) {
        atRisk++;
      }
      if (arrivals.isEmpty()) {
        never++;
        continue;
      }
      delays.add(arrivals.getFirst() - one.askedAtMillis());
      inTime += arrivals.getFirst() < one.deadlineMillis() ? 1 : 0;
      late += arrivals.getLast() >= one.deadlineMillis() ? 1 : 0;
      twice += arrivals.size() > 1 ? 1 : 0;
    }
    delays.sort(Long::compare);
    return new Line(
        name,
        fault,
        detectedAfter,
        asked,
        atRisk,
        inTime,
        late,
        never,
        twice,
        delays.isEmpty() ? 0 : delays.get(delays.size() / 2),
        delays.isEmpty() ? 0 : delays.getLast());
  }

  /** Every fault was told, nothing else was, and every passcode came in time and none after. */
  boolean held() {
    return refused.isEmpty()
        && falseAlarms.isEmpty()
        && lines.stream().allMatch(IncidentReport::held);
  }

  private static boolean held(Line line) {
    return line.late() == 0
        && line.inTime() == line.asked()
        && (line.fault() == null || line.detectedAfterMillis() >= 0);
  }
}
