package io.strowger.gateway.http;

import io.strowger.gateway.canary.CanaryReport;
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

  /** Two numbers, one of which does not answer. */
  static CanaryReport canaries() {
    return new CanaryReport(
        List.of(
            new CanaryReport.OwnNumber(
                "lab-1",
                "+3933*******",
                "beta",
                CanaryReport.Standing.ANSWERS,
                0,
                List.of(),
                FakeDesk.NOW,
                0),
            new CanaryReport.OwnNumber(
                "lab-2",
                "+4477*******",
                "alpha",
                CanaryReport.Standing.NEVER_ANSWERED,
                7,
                List.of("beta"),
                0,
                FakeDesk.NOW - 60_000)),
        List.of(
            new CanaryReport.Carrier("alpha", 9, 8, 1, 0, 0, FakeDesk.NOW, 3_100, 60_000),
            new CanaryReport.Carrier("beta", 7, 0, 0, 7, 1, 0, 0, 5_000)));
  }
}
