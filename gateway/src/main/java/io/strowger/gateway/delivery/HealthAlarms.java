package io.strowger.gateway.delivery;

import io.strowger.gateway.alarm.AlarmKey;
import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.alarm.Condition;
import io.strowger.gateway.alarm.Severity;
import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.Fault;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.health.HealthReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Alarms from what is judged of routes. What a cell's state says lasts as long as the state; what
 * is told without one lasts until it was not told for a while. What links say themselves is told by
 * who watches the links.
 */
public final class HealthAlarms implements HealthObserver {
  /** What it raises. */
  public static final Set<AlarmKind> KINDS =
      Set.of(
          AlarmKind.ROUTE_LEFT,
          AlarmKind.ROUTE_DEGRADED,
          AlarmKind.RECEIPTS_BROKEN,
          AlarmKind.FEEDBACK_BROKEN,
          AlarmKind.ROUTE_POOR);

  private static final long TOLD_LASTS_MILLIS = Duration.ofMinutes(30).toMillis();
  private static final long LEVEL_LASTS_MILLIS = Duration.ofHours(25).toMillis();
  private static final int TOLD_MAX = 500;

  private record Told(Condition condition, long untilMillis) {}

  private final Alarms alarms;
  private final Map<AlarmKey, Told> told = new LinkedHashMap<>();

  /** What the change that led to a cell's state had for evidence. */
  private final LinkedHashMap<String, String> evidence = new LinkedHashMap<>();

  public HealthAlarms(Alarms alarms) {
    this.alarms = alarms;
  }

  private static String subject(String route, String operator) {
    return operator.isEmpty() ? route : route + "/" + operator;
  }

  @Override
  public void changed(HealthChange change, boolean acting) {
    String subject = subject(change.route(), change.operator());
    if (change.from() != change.to()) {
      evidence.put(subject, change.evidence());
      if (evidence.size() > TOLD_MAX) {
        evidence.pollFirstEntry();
      }
    }
    switch (change.cause()) {
      case RECEIPTS_BROKEN ->
          tell(change, AlarmKind.RECEIPTS_BROKEN, Severity.MAJOR, TOLD_LASTS_MILLIS);
      case FEEDBACK_BROKEN ->
          tell(change, AlarmKind.FEEDBACK_BROKEN, Severity.MAJOR, TOLD_LASTS_MILLIS);
      case DECAY -> tell(change, AlarmKind.ROUTE_POOR, Severity.MINOR, LEVEL_LASTS_MILLIS);
      case BLIND, LOW_BASELINE ->
          tell(change, AlarmKind.ROUTE_POOR, Severity.WARNING, LEVEL_LASTS_MILLIS);
      case CANARIES_LOST -> {
        if (change.from() == change.to()) {
          tell(change, AlarmKind.ROUTE_POOR, Severity.WARNING, TOLD_LASTS_MILLIS);
        }
      }
      default -> {}
    }
  }

  private void tell(HealthChange change, AlarmKind kind, Severity severity, long lasts) {
    AlarmKey key = new AlarmKey(kind, subject(change.route(), change.operator()));
    if (told.size() < TOLD_MAX || told.containsKey(key)) {
      long onset = change.onsetMillis() == 0 ? change.atMillis() : change.onsetMillis();
      told.put(
          key,
          new Told(
              new Condition(
                  key,
                  severity,
                  named(change.route(), change.operator()) + ": " + change.cause().inWords(),
                  Map.of("judged from", change.evidence()),
                  onset),
              change.atMillis() + lasts));
    }
  }

  private static String named(String route, String operator) {
    return operator.isEmpty() ? route : route + " to " + operator;
  }

  @Override
  public void judged(List<HealthReport> cells, boolean acting, long nowMillis) {
    told.values().removeIf(one -> one.untilMillis() <= nowMillis);
    List<Condition> wrong = new ArrayList<>();
    told.values().forEach(one -> wrong.add(one.condition()));
    for (HealthReport cell : cells) {
      Severity severity = isToldByLinks(cell.fault()) ? null : severity(cell);
      if (severity != null) {
        wrong.add(condition(cell, severity, acting));
      }
    }
    alarms.see(KINDS, wrong);
  }

  /** Who watches the links tells of those that are away; one that answers nothing looks well. */
  private static boolean isToldByLinks(@Nullable Fault fault) {
    return fault != null && fault != Fault.NO_RESPONSES;
  }

  /** Null where the state is none that somebody must know of. */
  private static @Nullable Severity severity(HealthReport cell) {
    return switch (cell.state()) {
      case CLOSED, SUSPECT -> null;
      case HALF_OPEN -> cell.cause() == Cause.RECOVERED ? null : Severity.WARNING;
      case OPEN -> cell.operator().isEmpty() ? Severity.CRITICAL : Severity.MAJOR;
      case DEGRADED ->
          switch (cell.cause()) {
            case LAST_USABLE_ROUTE -> Severity.CRITICAL;
            case DESTINATION_DOWN -> Severity.MAJOR;
            case LOW_BASELINE -> Severity.WARNING;
            default -> Severity.MINOR;
          };
    };
  }

  private static String why(HealthReport cell) {
    return cell.fault() == Fault.NO_RESPONSES
        ? "it is bound, and answers nothing that is submitted"
        : cell.cause().inWords();
  }

  private Condition condition(HealthReport cell, Severity severity, boolean acting) {
    String subject = subject(cell.route(), cell.operator());
    boolean left = cell.state() == CellState.OPEN || cell.state() == CellState.HALF_OPEN;
    String what =
        switch (cell.state()) {
          case OPEN -> acting ? " is left: " : " would be left: ";
          case HALF_OPEN -> " comes back: ";
          default -> ": ";
        };
    Map<String, String> figures = new LinkedHashMap<>();
    String judged = evidence.get(subject);
    if (judged != null) {
      figures.put("judged from", judged);
    }
    figures.put("usual success", String.format(Locale.ROOT, "%.2f", cell.success()));
    figures.put("known from", Math.round(cell.messages()) + " messages");
    return new Condition(
        new AlarmKey(left ? AlarmKind.ROUTE_LEFT : AlarmKind.ROUTE_DEGRADED, subject),
        severity,
        named(cell.route(), cell.operator()) + what + why(cell),
        figures,
        cell.onsetMillis() == 0 ? cell.sinceMillis() : cell.onsetMillis());
  }
}
