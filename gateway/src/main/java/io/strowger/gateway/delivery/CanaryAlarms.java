package io.strowger.gateway.delivery;

import io.strowger.gateway.alarm.AlarmKey;
import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.alarm.Condition;
import io.strowger.gateway.alarm.Severity;
import io.strowger.gateway.canary.CanaryReport;
import io.strowger.gateway.canary.CanaryReport.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Alarms of numbers that do not answer: then their canaries tell nothing of any route. */
public final class CanaryAlarms implements CanaryObserver {
  /** What it raises. */
  public static final Set<AlarmKind> KINDS =
      Set.of(AlarmKind.CANARY_NEVER_ANSWERS, AlarmKind.CANARY_SILENT);

  private final Alarms alarms;

  public CanaryAlarms(Alarms alarms) {
    this.alarms = alarms;
  }

  @Override
  public void judged(CanaryReport report) {
    List<Condition> wrong = new ArrayList<>();
    for (CanaryReport.OwnNumber number : report.numbers()) {
      if (number.standing() == Standing.NEVER_ANSWERED) {
        wrong.add(
            condition(
                number,
                AlarmKind.CANARY_NEVER_ANSWERS,
                Severity.WARNING,
                " has never answered over any carrier"));
      } else if (number.standing() == Standing.SILENT) {
        wrong.add(
            condition(
                number,
                AlarmKind.CANARY_SILENT,
                Severity.MAJOR,
                " answers over no carrier any more: what brings it is suspected, no route"));
      }
    }
    alarms.see(KINDS, wrong);
  }

  /** What counts up is no evidence: it would change the alarm each second. */
  private static Condition condition(
      CanaryReport.OwnNumber number, AlarmKind kind, Severity severity, String what) {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("number", number.masked());
    evidence.put("what is sent to it comes by", number.returnsBy());
    evidence.put("was asked over", String.join(", ", number.missingOver()));
    return new Condition(
        new AlarmKey(kind, number.id()),
        severity,
        "canary number " + number.id() + what,
        evidence,
        number.silentSinceMillis());
  }
}
