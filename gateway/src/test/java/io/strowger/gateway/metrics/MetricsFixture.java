package io.strowger.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.StoreStatistics;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.CarrierStatus.Certificates;
import io.strowger.smpp.link.CarrierStatus.LinkStatus;
import java.util.List;

/** Metrics over a fake clock and one carrier. */
final class MetricsFixture {
  long millis = 1_800_000_000_000L;
  long oldest;
  List<CarrierStatus> carriers = List.of(carrier("alpha", "BOUND"));
  final GatewayMetrics metrics = new GatewayMetrics(() -> millis, () -> millis * 1_000_000);

  MetricsFixture() {
    metrics.watch(
        new MetricSources(
            () -> carriers,
            () -> 12,
            () -> oldest,
            () -> new StoreStatistics(1, 2, 3, 4, 5, 6, 7),
            () -> 8));
  }

  static CarrierStatus carrier(String id, String state) {
    LinkStatus link =
        new LinkStatus(
            id + "-1",
            "127.0.0.1:2775",
            state,
            "TRANSCEIVER",
            3,
            64,
            1_799_999_990_000L,
            2,
            1,
            0x34,
            null,
            false,
            null,
            new Certificates(1_900_000_000_000L, 1_850_000_000_000L, "00", "CN=smsc"));
    return new CarrierStatus(id, state.equals("BOUND"), false, 4, 250, 100, 120, List.of(link));
  }

  void assertSample(String sample, double expected) {
    String text = metrics.scrape();
    List<String> lines = text.lines().filter(line -> line.startsWith(sample + " ")).toList();
    assertTrue(lines.size() == 1, () -> sample + " is not in\n" + text);
    String value = lines.getFirst().substring(sample.length() + 1);
    assertEquals(expected, Double.parseDouble(value), 1e-9, sample);
  }
}
