package io.strowger.gateway.main;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** An incident that once happened to somebody else, to be lived through again. */
enum Incident {
  DUO_2015(
      "Duo, October 2015: the provider accepted calls without an error and dropped them.",
      "Automatic re-routing never fired for 37 minutes; later users got expired calls.",
      4) {
    @Override
    IncidentCarriers open(Handsets handsets, LongSupplier clockMicros) throws IOException {
      return new DuoCarriers(handsets, () -> clockMicros.getAsLong() / 1_000);
    }
  },
  ZENDESK_2023(
      "Zendesk, December 2023: a partner rotated a certificate.",
      "For nine hours no code left, nobody was alerted, nobody could tell who was hit.",
      20) {
    @Override
    IncidentCarriers open(Handsets handsets, LongSupplier clockMicros) throws IOException {
      return new ZendeskCarriers(handsets, clockMicros);
    }
  };

  private final String what;
  private final String then;
  private final int defaultRate;

  Incident(String what, String then, int defaultRate) {
    this.what = what;
    this.then = then;
    this.defaultRate = defaultRate;
  }

  /** What happened, in one sentence, and what came of it, in another. */
  List<String> story() {
    return List.of(what, then);
  }

  /** Passcodes a second. */
  int defaultRate() {
    return defaultRate;
  }

  /** As the command line names it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The carriers that it happens to, healthy at first. */
  abstract IncidentCarriers open(Handsets handsets, LongSupplier clockMicros) throws IOException;

  static Incident of(String word) throws UsageFailure {
    for (Incident each : values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    throw new UsageFailure("--scenario is duo-2015 or zendesk-2023, not '" + word + "'");
  }
}
