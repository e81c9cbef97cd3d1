package io.strowger.gateway.main;

import java.io.PrintWriter;
import java.nio.file.Path;

/** What an incident's replay prints. */
final class IncidentText {
  private IncidentText() {}

  static void welcome(PrintWriter out, Incident incident, int rate, int seconds, Path file) {
    out.println();
    incident.story().forEach(line -> out.println("  " + line));
    out.println();
    out.printf(
        "  %d passcodes a second for %d s, and what users of this gateway see of it.%n",
        rate, seconds);
    out.printf("  configuration  %s%n%n", file);
    out.flush();
  }

  static void report(PrintWriter out, IncidentReport report) {
    Table table =
        new Table(
            "WHAT",
            "DETECTED",
            "ASKED",
            "AT RISK",
            "IN TIME",
            "LATE",
            "NEVER",
            "TWICE",
            "MEDIAN",
            "SLOWEST");
    for (IncidentReport.Line line : report.lines()) {
      table.add(
          line.name(),
          line.fault() == null
              ? "-"
              : line.detectedAfterMillis() < 0 ? "never" : seconds(line.detectedAfterMillis()),
          Integer.toString(line.asked()),
          line.fault() == null ? "-" : Integer.toString(line.atRisk()),
          Integer.toString(line.inTime()),
          Integer.toString(line.late()),
          Integer.toString(line.never()),
          Integer.toString(line.twice()),
          seconds(line.medianMillis()),
          seconds(line.slowestMillis()));
    }
    out.println();
    out.print(table);
    out.println();
    out.printf("False alarms: %d%n", report.falseAlarms().size());
    report.falseAlarms().forEach(each -> out.println("  " + each));
    report
        .refused()
        .forEach((reason, count) -> out.printf("Refused at the door: %d, %s%n", count, reason));
    out.println(
        report.held()
            ? "The promise held: every fault was told, and every passcode came in time."
            : "THE PROMISE WAS BROKEN.");
    out.flush();
  }

  private static String seconds(long millis) {
    return "%d.%d s".formatted(millis / 1_000, millis % 1_000 / 100);
  }
}
