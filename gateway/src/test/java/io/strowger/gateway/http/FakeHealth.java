package io.strowger.gateway.http;

import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.HealthReport;
import java.util.List;

/** One carrier that was left for one operator. */
final class FakeHealth {
  private FakeHealth() {}

  static List<HealthReport> cells() {
    return List.of(
        new HealthReport(
            "alpha",
            "",
            CellState.CLOSED,
            Cause.RECOVERED,
            null,
            false,
            true,
            0,
            0,
            1,
            0.5,
            21.8,
            0.923,
            4_000,
            -1,
            17_000),
        new HealthReport(
            "alpha",
            "+3934",
            CellState.OPEN,
            Cause.SILENCE,
            null,
            false,
            true,
            FakeDesk.NOW,
            FakeDesk.NOW - 30_000,
            0,
            0,
            21.8,
            0.91,
            400,
            0.7,
            4_000));
  }
}
