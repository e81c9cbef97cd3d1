package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.alarm.Alarm;
import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.alarm.Severity;
import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.Fault;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.health.HealthReport;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthAlarmsTest {
  private static final long NOW = 1_800_000_000_000L;
  private long now = NOW;
  private final Alarms board = new Alarms(() -> now);
  private final HealthAlarms alarms = new HealthAlarms(board);

  private void change(String operator, CellState from, CellState to, Cause cause) {
    alarms.changed(
        new HealthChange("alpha", operator, from, to, cause, "figures", now - 20_000, now), true);
    alarms.judged(
        List.of(
            new HealthReport(
                "alpha",
                operator,
                to,
                cause,
                null,
                false,
                true,
                now,
                now - 20_000,
                0,
                0,
                22,
                0.9,
                1_000,
                -1,
                15_000)),
        true,
        now);
  }

  private Alarm only() {
    List<Alarm> open = board.open();
    assertEquals(1, open.size(), open::toString);
    return open.getFirst();
  }

  @Test
  void a_left_route_is_critical_until_it_has_come_back() {
    change("", CellState.CLOSED, CellState.SUSPECT, Cause.SUSPICION);
    assertTrue(board.open().isEmpty());
    change("", CellState.SUSPECT, CellState.OPEN, Cause.SILENCE);
    Alarm left = only();
    assertEquals(AlarmKind.ROUTE_LEFT, left.condition().key().kind());
    assertEquals("alpha", left.condition().key().subject());
    assertEquals(Severity.CRITICAL, left.condition().severity());
    assertEquals(NOW - 20_000, left.condition().onsetMillis());
    assertEquals("figures", left.condition().evidence().get("judged from"));
    assertEquals("alpha is left: what it takes does not arrive", left.condition().cause());
    change("", CellState.OPEN, CellState.HALF_OPEN, Cause.PROBES_RETURNED);
    assertEquals(Severity.WARNING, only().condition().severity());
    change("", CellState.HALF_OPEN, CellState.CLOSED, Cause.RECOVERED);
    assertTrue(board.open().isEmpty());
  }

  @Test
  void an_operator_is_an_alarm_of_its_own() {
    change("+3934", CellState.SUSPECT, CellState.OPEN, Cause.SILENCE);
    assertEquals("alpha/+3934", only().condition().key().subject());
    assertEquals(Severity.MAJOR, only().condition().severity());
  }

  @Test
  void the_last_route_that_should_be_left_is_critical() {
    change("", CellState.SUSPECT, CellState.DEGRADED, Cause.LAST_USABLE_ROUTE);
    assertEquals(Severity.CRITICAL, only().condition().severity());
    assertEquals(AlarmKind.ROUTE_DEGRADED, only().condition().key().kind());
  }

  @Test
  void a_broken_receipt_path_takes_back_the_doubt_about_the_route_and_lasts_a_while() {
    change("", CellState.CLOSED, CellState.DEGRADED, Cause.LOSS);
    change("", CellState.DEGRADED, CellState.CLOSED, Cause.RECEIPTS_BROKEN);
    assertEquals(AlarmKind.RECEIPTS_BROKEN, only().condition().key().kind());
    now += 3_600_000;
    alarms.judged(List.of(), true, now);
    assertTrue(board.open().isEmpty());
  }

  private void fault(Fault fault) {
    alarms.judged(
        List.of(
            new HealthReport(
                "alpha",
                "",
                CellState.OPEN,
                Cause.EXPLICIT_FAULT,
                fault,
                false,
                true,
                now,
                now,
                0,
                0,
                22,
                0.9,
                1_000,
                -1,
                15_000)),
        true,
        now);
  }

  @Test
  void what_the_link_says_itself_is_told_by_who_watches_it() {
    fault(Fault.LINK_LOST);
    assertTrue(board.open().isEmpty());
  }

  @Test
  void a_bound_carrier_that_answers_nothing_is_told_here_as_its_links_look_well() {
    fault(Fault.NO_RESPONSES);
    assertEquals(AlarmKind.ROUTE_LEFT, only().condition().key().kind());
    assertEquals(Severity.CRITICAL, only().condition().severity());
    assertEquals(
        "alpha is left: it is bound, and answers nothing that is submitted",
        only().condition().cause());
  }
}
