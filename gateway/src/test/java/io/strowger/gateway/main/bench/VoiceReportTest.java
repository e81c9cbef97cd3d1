package io.strowger.gateway.main.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strowger.gateway.main.bench.BenchReport.Machine;
import io.strowger.gateway.main.bench.Figures.Cpu;
import io.strowger.gateway.main.bench.VoiceReport.CallRound;
import io.strowger.gateway.main.bench.VoiceReport.MediaFigures;
import io.strowger.sip.simulator.MediaDensity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoiceReportTest {
  @TempDir Path directory;

  @Test
  void the_table_shows_medians_and_how_much_is_left_under_twice_the_load() {
    String table = report(Map.of(), 0).table();
    assertTrue(table.contains("at 1,000/s                    1,000     999-1,000"), table);
    assertTrue(table.contains("400"), table);
    assertTrue(table.contains("it answers 95 % of that"), table);
    assertTrue(table.contains("100 and 120 MiB"), table);
    assertTrue(
        table.contains("4,000, sendmmsg             0.50    0.40    1.25      8,000"), table);
    assertFalse(table.contains("failed"), table);
  }

  @Test
  void a_failed_call_or_one_without_end_is_told_and_makes_the_run_unclean() {
    assertTrue(report(Map.of(), 0).clean());
    assertFalse(report(Map.of("503 full", 1L), 0).clean());
    assertFalse(report(Map.of(), 1).clean());
    VoiceReport failing = report(Map.of("503 full", 1L), 0);
    assertTrue(failing.table().contains("Some calls failed"), failing.table());
  }

  @Test
  void scripts_find_every_round() throws IOException {
    Path file = directory.resolve("voice.json");
    report(Map.of(), 0).writeJson(file);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertEquals(3, json.at("/fixed").size());
    assertEquals(1_000, json.at("/fixed/0/run/answered").asLong());
    assertEquals(0.5, json.at("/media/0/rounds/0/cores").asDouble());
  }

  private static VoiceReport report(Map<String, Long> failed, long unended) {
    return new VoiceReport(
        new Machine("Linux 6", 2, 4_096, "Java 25", 0.1),
        "2026-01-01T00:00:00Z",
        1_000,
        200,
        List.of(
            round(1_000, 400, 90, failed, unended),
            round(999, 420, 90, Map.of(), 0),
            round(1_000, 390, 90, Map.of(), 0)),
        List.of(round(2_000, 350, 95, Map.of(), 0)),
        List.of(round(1_900, 370, 100, Map.of(), 0), round(1_900, 370, 120, Map.of(), 0)),
        Map.of("calling", 300_000L),
        List.of(new MediaFigures(4_000, true, List.of(density()))));
  }

  private static CallRound round(
      long answered, double micros, long heapMib, Map<String, Long> failed, long unended) {
    return new CallRound(
        new CallRun(
            answered,
            answered,
            0,
            failed,
            unended,
            1_000_000_000,
            new Latency(answered, 900, 1_000, 5_000, 6_000, 7_000)),
        List.of(
            new Cpu("calling", micros, Map.of("strowger-sip", micros)),
            new Cpu("trunk", 300, Map.of())),
        0.1,
        heapMib);
  }

  private static MediaDensity.Result density() {
    return new MediaDensity.Result(
        new MediaDensity.Load(4_000, 10, true, false),
        true,
        0.5,
        0.4,
        0.1,
        0.2,
        9,
        200_000,
        200_000,
        0,
        0,
        4_000,
        0);
  }
}
