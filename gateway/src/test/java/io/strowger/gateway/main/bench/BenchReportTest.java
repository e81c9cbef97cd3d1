package io.strowger.gateway.main.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strowger.gateway.main.bench.BenchReport.Machine;
import io.strowger.gateway.main.bench.Figures.Cpu;
import io.strowger.gateway.main.bench.Figures.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
  private static final Latency LATENCY = new Latency(100, 1_500, 2_000, 9_250, 9_900, 12_000);

  @TempDir Path directory;

  @Test
  void the_table_shows_medians_their_spread_and_the_ratio_to_what_it_is_compared_with() {
    String table = report(0.1).table();
    assertTrue(table.contains("strowger                       18,000   15.0-20.0k"), table);
    assertTrue(table.contains("1.50       9.25"), table);
    assertTrue(table.contains("strowger : kannel = 10.00"), table);
    assertTrue(table.contains("dispatcher 9.0"), table);
    assertFalse(table.contains("busy"), table);
  }

  @Test
  void a_busy_machine_and_lost_messages_are_said_to_be_so() {
    BenchReport busy = report(3.0);
    assertTrue(busy.table().contains("do not trust these figures"), busy.table());
    Figures losing =
        new Figures("leaky", 8, List.of(round(10, 9)), 200, LATENCY, LATENCY, Map.of(), "");
    BenchReport lost =
        new BenchReport(machine(0), "2026-01-01T00:00:00Z", null, 0, List.of(losing));
    assertTrue(lost.table().contains("accepted but not seen to end: 1"), lost.table());
  }

  @Test
  void scripts_find_the_median_and_every_round() throws IOException {
    Path file = directory.resolve("bench.json");
    report(0.1).writeJson(file);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertEquals(18_000, json.at("/systems/0/medianPerSecond").asDouble());
    assertEquals(3, json.at("/systems/0/rounds").size());
    assertEquals(9_250, json.at("/systems/0/submit/p99").asLong());
    assertEquals("1.4.5", json.at("/kannelVersion").asText());
  }

  private static BenchReport report(double load) {
    return new BenchReport(
        machine(load),
        "2026-01-01T00:00:00Z",
        "1.4.5",
        0,
        List.of(figures("strowger", 15_000, 20_000, 18_000), figures("kannel", 1_800)));
  }

  private static Machine machine(double load) {
    return new Machine("Linux 6", 2, 8_000, "Java 25", load);
  }

  private static Figures figures(String system, double... rates) {
    List<Round> rounds =
        DoubleStream.of(rates).mapToObj(rate -> round(rate, 1_000, 1_000)).toList();
    return new Figures(system, 64, rounds, 200, LATENCY, LATENCY, Map.of(system, 204_800L), "");
  }

  private static Round round(long accepted, long finished) {
    return round(100, accepted, finished);
  }

  private static Round round(double rate, long accepted, long finished) {
    return new Round(
        accepted,
        finished,
        Map.of(),
        0,
        rate,
        rate,
        LATENCY,
        List.of(
            new Cpu("gateway", 40, Map.of("dispatcher", 9.0)),
            new Cpu("carriers", 10, Map.of()),
            new Cpu("load generator", 20, Map.of())));
  }
}
