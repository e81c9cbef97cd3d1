package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.CarrierStatus.LinkStatus;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** What the demo prints. */
final class DemoText {
  private DemoText() {}

  static void welcome(PrintWriter out, URI url, Path home, Path file, String apiKey, int rate) {
    out.printf(
        """

        STROWGER  one-time passcodes that are known to have arrived

          auth server ──HTTP──▶ gateway ──SMPP──▶ alpha (2 links, 70 %%) ─▶ handsets
                                   │       └────▶ beta  (2 links, 30 %%) ─▶    │
                              durable store ◀────────── receipts ◀─────────────┘

          API            %s/v1/messages     (bearer %s)
          configuration  %s
          store          %s (SQLite, every commit synced)
          traffic        %d passcodes a second, every one to a number of its own

          Try it from another terminal:
            STROWGER_API_KEY=%s ./strowger send --url %s +393331234567 "123456 is your code"
            STROWGER_API_KEY=%s ./strowger link list --url %s

        """,
        url, apiKey, file, home.resolve("data"), rate, apiKey, url, apiKey, url);
    out.flush();
  }

  static void links(PrintWriter out, List<CarrierStatus> carriers) {
    for (CarrierStatus carrier : carriers) {
      for (LinkStatus link : carrier.links()) {
        out.printf("  link %-8s %-22s %s%n", link.link(), link.address(), link.state());
      }
    }
    out.println();
    out.flush();
  }

  static void heading(PrintWriter out) {
    out.println("  time  accepted  delivered  on the way  lost   alpha  beta");
    out.flush();
  }

  static void status(
      PrintWriter out, long second, DemoLedger ledger, List<CarrierStatus> carriers) {
    out.printf(
        "  %3ds  %8d  %9d  %10d  %4d   %s%n",
        second,
        ledger.accepted(),
        ledger.delivered(),
        ledger.open(),
        ledger.forgotten() + ledger.failed() + ledger.expired(),
        carriers.stream().map(DemoText::dots).reduce("", (a, b) -> a + b + "     ").strip());
    out.flush();
  }

  private static String dots(CarrierStatus carrier) {
    StringBuilder dots = new StringBuilder();
    for (LinkStatus link : carrier.links()) {
      dots.append(link.state().equals("BOUND") ? '●' : '○');
    }
    return dots.toString();
  }

  static void event(PrintWriter out, String what) {
    out.println("  ----  " + what);
    out.flush();
  }

  static void story(PrintWriter out, String title, JsonNode message) {
    out.println();
    out.println("  " + title + ":");
    out.println();
    MessageText.describe(message).lines().forEach(line -> out.println("    " + line));
    out.println();
    out.flush();
  }

  static void summary(
      PrintWriter out, DemoLedger ledger, int refused, List<CarrierStatus> carriers) {
    long inDoubt =
        carriers.stream()
            .flatMap(carrier -> carrier.links().stream())
            .mapToLong(LinkStatus::inDoubt)
            .sum();
    out.println();
    out.printf(
        "  accepted       %6d passcodes (%d refused at the door)%n", ledger.accepted(), refused);
    out.printf(
        "  delivered      %6d, each confirmed by its carrier's receipt%n", ledger.delivered());
    out.printf("  failed         %6d%n", ledger.failed());
    out.printf("  expired        %6d%n", ledger.expired());
    out.printf("  without an end %6d%n", ledger.open());
    out.printf("  forgotten      %6d%n", ledger.forgotten());
    out.printf(
        "  rescued        %6d went out again another way; %d submits were in doubt%n",
        ledger.rescued(), inDoubt);
    out.printf(
        "  two copies     %6d handsets, %d without a reason on record%n",
        ledger.duplicates(), ledger.unexplained());
    out.printf(
        "%n  %s%n",
        ledger.isRight()
            ? "Every passcode arrived. Nothing was lost."
            : "NOT every passcode reached the right end: see above.");
    out.flush();
  }
}
