package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.gateway.alarm.Alarm;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.voice.CallCarrier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Trunks are watched as links are. */
final class TrunkAlarmTest {
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final Alarms alarms = new Alarms(now::get);
  private final List<CallCarrier.Status> callers = new ArrayList<>();
  private final AlarmWatch watch =
      new AlarmWatch(alarms, List::of, () -> callers, Map.of(), now::get);

  private List<CallCarrier.Shown> shown = List.of();
  private long ownEnds;
  private @Nullable String firstRefused;

  private List<String> seen(String state, boolean drained) {
    return seen(state, drained, false);
  }

  private List<String> seen(String state, boolean drained, boolean refused) {
    CallCarrier.TrunkStatus trunk =
        new CallCarrier.TrunkStatus(
            "vox-1",
            "",
            state,
            0,
            30,
            0,
            0,
            state.equals("UP") && !refused ? null : refused ? "answered 403" : "not answered",
            refused,
            firstRefused,
            shown);
    callers.clear();
    callers.add(new CallCarrier.Status("vox", !drained, drained, 0, List.of(trunk), ownEnds));
    watch.run();
    return alarms.open().stream().map(TrunkAlarmTest::shown).toList();
  }

  private static String shown(Alarm alarm) {
    return alarm.condition().severity().word()
        + " "
        + alarm.condition().key().kind().word()
        + " "
        + alarm.condition().evidence();
  }

  @Test
  void a_trunk_that_is_down_is_an_alarm_until_it_is_up() {
    assertEquals(List.of(), seen("UP", false));
    assertEquals(List.of(), seen("DOWN", false));
    now.addAndGet(5_000);
    List<String> told = List.of("critical carrier.unreachable {vox-1=not answered}");
    assertEquals(told, seen("DOWN", false));
    assertEquals(told, seen("REGISTERING", false));
    assertEquals(List.of(), seen("UP", false));
  }

  @Test
  void a_refusal_is_told_at_once_and_over_when_the_trunk_is_registered() {
    List<String> told = List.of("critical carrier.refuses-us {vox-1=answered 403}");
    assertEquals(told, seen("REGISTERING", false, true));
    now.addAndGet(60_000);
    assertEquals(told, seen("REGISTERING", false, true));
    assertEquals("vox refuses us on every trunk", alarms.open().getFirst().condition().cause());
    assertEquals(List.of(), seen("UP", false));
  }

  @Test
  void a_refusal_is_told_while_the_trunk_still_answers() {
    assertEquals(
        List.of("critical carrier.refuses-us {vox-1=answered 403}"), seen("UP", false, true));
  }

  @Test
  void a_refusal_that_turns_into_silence_is_an_outage() {
    seen("REGISTERING", false, true);
    now.addAndGet(5_000);
    assertEquals(List.of("critical carrier.unreachable {vox-1=not answered}"), seen("DOWN", false));
  }

  private static CallCarrier.Shown showing(String host, long ends, String mark, boolean accepted) {
    return new CallCarrier.Shown(host, ends, mark, "CN=carrier", accepted);
  }

  private List<String> certificates() {
    seen("UP", false);
    return alarms.open().stream()
        .map(alarm ->
            alarm.condition().severity().word()
                + " "
                + alarm.condition().key().kind().word()
                + " "
                + alarm.condition().key().subject())
        .toList();
  }

  @Test
  void certificates_that_end_are_told_for_each_server_and_for_ours() {
    long day = 86_400_000;
    shown = List.of(showing("TLS a", now.get() + 31 * day, "1", true));
    ownEnds = now.get() + 31 * day;
    assertEquals(List.of(), certificates());
    shown =
        List.of(
            showing("TLS a", now.get() + 29 * day, "1", true),
            showing("TLS b", now.get() + day / 2, "2", true));
    ownEnds = now.get() + 6 * day;
    assertEquals(
        List.of(
            "critical certificate.expiring vox/vox-1 at TLS b (theirs)",
            "major certificate.expiring calls over vox (ours)",
            "warning certificate.expiring vox/vox-1 at TLS a (theirs)"),
        certificates());
  }

  @Test
  void another_certificate_is_told_and_two_servers_with_two_are_no_change() {
    long far = now.get() * 1_000_000;
    shown = List.of(showing("TLS a", far, "1", true));
    assertEquals(List.of(), certificates());
    shown = List.of(showing("TLS b", far, "2", true), showing("TLS a", far, "1", true));
    assertEquals(List.of(), certificates());
    shown = List.of(showing("TLS b", far, "2", true), showing("TLS a", far, "3", false));
    assertEquals(List.of("major certificate.rotated vox/vox-1 at TLS a"), certificates());
    shown = List.of(showing("TLS b", far, "2", true), showing("TLS a", far, "3", true));
    assertEquals(List.of("warning certificate.rotated vox/vox-1 at TLS a"), certificates());
  }

  @Test
  void first_credentials_that_are_refused_are_told_while_the_second_carry() {
    firstRefused = "INVITE was answered 401: credentials refused";
    List<String> told = List.of("minor carrier.credential-refused {vox-1=" + firstRefused + "}");
    assertEquals(told, seen("UP", false));
    assertEquals(
        "vox refuses the first credential; the second one carries",
        alarms.open().getFirst().condition().cause());
    firstRefused = null;
    assertEquals(List.of(), seen("UP", false));
  }

  @Test
  void a_drained_trunk_is_nobodys_concern() {
    seen("DOWN", true);
    now.addAndGet(60_000);
    assertEquals(List.of(), seen("DOWN", true));
  }
}
