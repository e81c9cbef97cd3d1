package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.strowger.gateway.main.IncidentCarriers.Fault;
import io.strowger.gateway.main.IncidentTraffic.Sent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether a replayed incident is judged as a user would. */
final class IncidentReportTest {
  private static final long START = 1_000_000_000;
  private static final Fault FAULT =
      new Fault("dark", "alpha", 100, 200, "", "", d -> d.startsWith("1"), () -> {}, () -> {});

  private final Handsets handsets = new Handsets();
  private final List<Sent> sent = new ArrayList<>();
  private final ArrayNode alarms = ApiClient.JSON.createArrayNode();

  private void ask(String digits, int second) {
    sent.add(new Sent("m" + digits, digits, "123456", START + second * 1_000L));
  }

  private void arrive(String digits, int second, String code) {
    handsets.arrived(digits, new Handsets.Arrived(code, START + second * 1_000L));
  }

  private void arrive(String digits, int second) {
    arrive(digits, second, "123456");
  }

  private void alarm(String subject, int second) {
    alarm(subject, second, second);
  }

  private void alarm(String subject, int second, int changedAt) {
    alarms
        .addObject()
        .put("kind", "route")
        .put("subject", subject)
        .put("cause", "silence")
        .put("raised_at", Instant.ofEpochMilli(START + second * 1_000L).toString())
        .put("changed_at", Instant.ofEpochMilli(START + changedAt * 1_000L).toString());
  }

  private IncidentReport report() {
    IncidentCarriers carriers =
        new IncidentCarriers() {
          @Override
          public String yaml() {
            return "";
          }

          @Override
          public String channels() {
            return "[]";
          }

          @Override
          public String digits(int number) {
            return "";
          }

          @Override
          public List<Fault> faults() {
            return List.of(FAULT);
          }

          @Override
          public int seconds() {
            return 300;
          }

          @Override
          public void close() {}
        };
    return IncidentReport.of(
        carriers,
        START,
        sent,
        handsets,
        id -> id.endsWith("9") ? "beta" : "alpha",
        alarms,
        Map.of());
  }

  private IncidentReport.Line fault() {
    return report().lines().get(1);
  }

  @Test
  void a_fault_that_was_told_and_hurt_nobody_keeps_the_promise() {
    ask("11", 101);
    arrive("11", 130);
    alarm("alpha/two", 115);
    assertTrue(report().held());
    assertEquals(15_000, fault().detectedAfterMillis());
    assertEquals(29_000, fault().slowestMillis());
  }

  @Test
  void a_fault_that_nobody_was_told_of_breaks_it() {
    alarm("beta", 115);
    assertFalse(report().held());
    assertEquals(-1, fault().detectedAfterMillis());
    assertEquals(1, report().falseAlarms().size());
  }

  @Test
  void an_alarm_before_the_fault_is_false() {
    alarm("alpha", 99);
    alarm("alpha", 101);
    assertEquals(1, report().falseAlarms().size());
    assertFalse(report().held());
  }

  @Test
  void an_alarm_that_is_open_from_before_tells_of_it_when_it_changes() {
    alarm("alpha", 99, 120);
    assertEquals(20_000, fault().detectedAfterMillis());
  }

  @Test
  void at_risk_is_what_the_fault_took_before_it_was_known() {
    ask("11", 101);
    ask("12", 114);
    ask("13", 116);
    ask("19", 101);
    ask("21", 101);
    alarm("alpha", 115);
    assertEquals(2, fault().atRisk());
    assertEquals(5, fault().asked());
    assertEquals(5, fault().never());
  }

  @Test
  void late_is_late_even_when_another_copy_came_in_time() {
    ask("11", 101);
    arrive("11", 110);
    arrive("11", 101 + 120);
    alarm("alpha", 115);
    assertEquals(List.of(1, 1, 1), List.of(fault().inTime(), fault().late(), fault().twice()));
    assertFalse(report().held());
  }

  @Test
  void another_code_than_the_one_asked_for_is_no_arrival() {
    ask("11", 101);
    arrive("11", 110, "999999");
    alarm("alpha", 115);
    assertEquals(1, fault().never());
    assertFalse(report().held());
  }
}
