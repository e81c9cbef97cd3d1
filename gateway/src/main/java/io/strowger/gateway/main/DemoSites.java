package io.strowger.gateway.main;

import io.strowger.smpp.simulator.Arrival;
import io.strowger.smpp.simulator.Delay;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.Fate;
import io.strowger.smpp.simulator.SmscSimulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Two simulated carriers of two sites each, on loopback, the trunks of a third, and the handsets
 * behind them: what arrives is counted by number, since the demo gives every passcode a number of
 * its own.
 */
final class DemoSites implements AutoCloseable {
  private static final Dials HEALTHY =
      Dials.builder()
          .systemId("strowger")
          .password("demo")
          .responseDelay(new Delay(Duration.ofMillis(4), Duration.ofMillis(20)))
          .receiptDelay(new Delay(Duration.ofMillis(250), Duration.ofMillis(1_200)))
          // Texts to these are taken, never delivered, and nobody is told: they need a call.
          .dropByPrefix(Map.of(DemoTraffic.UNREACHED_BY_TEXT, 1.0))
          .build();

  /** One site: an SMSC that one link binds to. */
  record Site(String link, SmscSimulator smsc) {
    String address() {
      return "127.0.0.1:" + smsc.address().getPort();
    }
  }

  private final List<Site> sites = new ArrayList<>();
  private final Map<String, LongAdder> copiesByNumber = new ConcurrentHashMap<>();
  private final DemoTrunks trunks;

  DemoSites(LongSupplier clockMicros) throws IOException {
    for (String link : List.of("alpha-1", "alpha-2", "beta-1", "beta-2")) {
      SmscSimulator smsc =
          SmscSimulator.start(SmscSimulator.Settings.loopback(clockMicros), HEALTHY, this::arrived);
      sites.add(new Site(link, smsc));
    }
    trunks = new DemoTrunks(() -> clockMicros.getAsLong() / 1_000);
  }

  private void arrived(Arrival arrival) {
    if (arrival.fate() == Fate.DELIVERED) {
      copiesByNumber.computeIfAbsent(arrival.destination(), _ -> new LongAdder()).increment();
    }
  }

  /** The simulated trunks of the voice carrier. */
  DemoTrunks trunks() {
    return trunks;
  }

  Site site(String link) {
    return sites.stream().filter(site -> site.link().equals(link)).findFirst().orElseThrow();
  }

  /** The site takes what comes and answers nothing: worse than a cut, since it looks alive. */
  void freeze(String link) {
    site(link).smsc().dials(HEALTHY.toBuilder().unansweredRatio(1).build());
  }

  void cut(String link) {
    site(link).smsc().cutLinks();
    site(link).smsc().dials(HEALTHY);
  }

  void restore(String link) {
    site(link).smsc().dials(HEALTHY);
    site(link).smsc().restoreLinks();
  }

  /** How many copies reached the handset with these digits. */
  long copies(String digits) {
    LongAdder copies = copiesByNumber.get(digits);
    return copies == null ? 0 : copies.sum();
  }

  @Override
  public void close() {
    trunks.close();
    sites.forEach(site -> site.smsc().close());
  }
}
