package io.strowger.gateway.simulation;

import io.strowger.gateway.canary.CanaryNumber;
import io.strowger.gateway.canary.CanarySettings;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.smpp.simulator.Arrival;
import java.time.Duration;
import java.util.List;

/** The gateway's own number, whose texts come back by a carrier. */
final class OwnNumber {
  static final String DIGITS = "393990000001";
  private static final String E164 = "+" + DIGITS;
  private static final long FORWARDED_MILLIS = 800;

  private OwnNumber() {}

  static boolean is(String e164) {
    return e164.equals(E164);
  }

  static CanarySettings settings(String returnsBy) {
    return new CanarySettings(
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        5_000,
        null,
        List.of("Your code is {code}", "{code} is your code"),
        List.of(new CanaryNumber("lab", new PhoneNumber(E164), returnsBy)));
  }

  /** What any carrier delivers to it reaches the gateway over the host's links. */
  static void hostedBy(SimulatedCarrier host, List<SimulatedCarrier> carriers, Timeline timeline) {
    for (SimulatedCarrier carrier : carriers) {
      carrier.ownNumber = arrival -> timeline.in(FORWARDED_MILLIS, () -> bring(host, arrival));
    }
  }

  private static void bring(SimulatedCarrier host, Arrival arrival) {
    host.smsc.text(
        host.settings.bind().systemId(), arrival.source(), arrival.destination(), arrival.text());
  }
}
