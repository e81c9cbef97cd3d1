package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.voice.CallCarrier;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.CarrierStatus.LinkStatus;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What the demo prints. */
final class DemoText {
  private DemoText() {}

  static void welcome(PrintWriter out, URI url, Path home, Path file, String apiKey, int rate) {
    out.printf(
        """

        STROWGER  one-time passcodes that are known to have arrived

          auth server ──HTTP──▶ gateway ──SMPP──▶ alpha (2 links, 70 %%) ─▶ handsets
                                   │ │ └────────▶ beta  (2 links, 30 %%) ─▶    │
                                   │ └────SIP───▶ vox   (2 trunks)      ─▶ telephones
                              durable store ◀──── receipts, what was heard ◀───┘

          API            %s/v1/messages     (bearer %s)
          configuration  %s
          store          %s (SQLite, every commit synced)
          traffic        %d passcodes a second, every one to a number of its own;
                         now and then one is spoken, or is spoken since no text arrived

          Try it from another terminal:
            STROWGER_API_KEY=%s ./strowger send --url %s +393331234567 "123456 is your code"
            STROWGER_API_KEY=%s ./strowger link list --url %s

        """,
        url, apiKey, file, home.resolve("data"), rate, apiKey, url, apiKey, url);
    out.flush();
  }

  static void links(
      PrintWriter out, List<CarrierStatus> carriers, List<CallCarrier.Status> callers) {
    for (CarrierStatus carrier : carriers) {
      for (LinkStatus link : carrier.links()) {
        out.printf("  link %-8s %-22s %s%n", link.link(), link.address(), link.state());
      }
    }
    for (CallCarrier.Status caller : callers) {
      for (CallCarrier.TrunkStatus trunk : caller.trunks()) {
        out.printf("  trunk %-7s %-22s %s%n", trunk.trunk(), trunk.address(), trunk.state());
      }
    }
    out.println();
    out.flush();
  }

  static void heading(PrintWriter out) {
    out.println("  time  accepted  delivered  spoken  on the way  lost   alpha  beta  vox  calls");
    out.flush();
  }

  static void status(
      PrintWriter out,
      long second,
      DemoLedger ledger,
      List<CarrierStatus> carriers,
      List<CallCarrier.Status> callers) {
    out.printf(
        "  %3ds  %8d  %9d  %6d  %10d  %4d   %s    %s%n",
        second,
        ledger.accepted(),
        ledger.delivered(),
        ledger.spoken(),
        ledger.open(),
        ledger.forgotten() + ledger.failed() + ledger.expired(),
        carriers.stream().map(DemoText::dots).reduce("", (a, b) -> a + b + "     ").strip(),
        callers.stream().map(DemoText::trunks).collect(Collectors.joining("  ")));
    out.flush();
  }

  private static String dots(CarrierStatus carrier) {
    StringBuilder dots = new StringBuilder();
    for (LinkStatus link : carrier.links()) {
      dots.append(link.state().equals("BOUND") ? '●' : '○');
    }
    return dots.toString();
  }

  private static String trunks(CallCarrier.Status caller) {
    StringBuilder dots = new StringBuilder();
    for (CallCarrier.TrunkStatus trunk : caller.trunks()) {
      dots.append(trunk.state().equals("UP") ? '●' : '○');
    }
    return dots + "   " + caller.callsInProgress();
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
        "  delivered      %6d: %d confirmed by a receipt, %d heard in a call%n",
        ledger.delivered(), ledger.delivered() - ledger.spoken(), ledger.spoken());
    out.printf("  spoken instead %6d that no text had reached%n", ledger.escalated());
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
