package io.strowger.gateway.main;

import io.strowger.gateway.alarm.AlarmListener;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.alarm.CarrierWatch;
import io.strowger.gateway.alarm.CertificateWatch;
import io.strowger.gateway.alarm.Condition;
import io.strowger.gateway.alarm.LinkView;
import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.http.HttpSettings;
import io.strowger.gateway.log.AlarmLog;
import io.strowger.gateway.voice.CallCarrier;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.server.ServerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at carriers and certificates every second, and says what is wrong. */
final class AlarmWatch implements Runnable {
  static final long PERIOD_MILLIS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(AlarmWatch.class);
  private static final long FILES_MILLIS = 60_000;

  private final Alarms alarms;
  private final Supplier<List<CarrierStatus>> carriers;
  private final Supplier<List<CallCarrier.Status>> callers;
  private final Map<String, Path> files;
  private final LongSupplier clock;
  private final CarrierWatch carrierWatch = CarrierWatch.ofLinks();
  private final CarrierWatch callerWatch = CarrierWatch.ofTrunks();
  private final CertificateWatch certificateWatch = new CertificateWatch();
  private Map<String, Long> ends = Map.of();
  private long readMillis;

  /**
   * @param files our certificates: what each is for, and its PEM file
   */
  AlarmWatch(
      Alarms alarms,
      Supplier<List<CarrierStatus>> carriers,
      Supplier<List<CallCarrier.Status>> callers,
      Map<String, Path> files,
      LongSupplier clock) {
    this.alarms = alarms;
    this.carriers = carriers;
    this.callers = callers;
    this.files = files;
    this.clock = clock;
  }

  /** Alarms that are logged and counted. */
  static Alarms alarms(LongSupplier clock, AlarmListener meters) {
    Alarms alarms = new Alarms(clock);
    alarms.addListener(meters);
    alarms.addListener(new AlarmLog());
    return alarms;
  }

  static void start(
      Alarms alarms,
      GatewayConfig config,
      Supplier<List<CarrierStatus>> carriers,
      Supplier<List<CallCarrier.Status>> callers,
      LongSupplier clock,
      ScheduledExecutorService background) {
    var _ =
        background.scheduleWithFixedDelay(
            new AlarmWatch(alarms, carriers, callers, ownCertificates(config), clock),
            PERIOD_MILLIS,
            PERIOD_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Which files the doors serve with is fixed while the gateway runs. */
  private static Map<String, Path> ownCertificates(GatewayConfig config) {
    Map<String, Path> files = new LinkedHashMap<>();
    HttpSettings.Tls http = config.http().tls();
    if (http != null) {
      files.put("the HTTP door", http.certificate());
    }
    ServerSettings smpp = config.smppServer();
    for (ServerSettings.Listener listener :
        smpp == null ? List.<ServerSettings.Listener>of() : smpp.listeners()) {
      ServerSettings.Tls tls = listener.tls();
      if (tls != null) {
        files.put("the SMPP door", tls.certificate());
      }
    }
    return files;
  }

  @Override
  public void run() {
    try {
      long now = clock.getAsLong();
      if (readMillis == 0 || now - readMillis >= FILES_MILLIS) {
        readMillis = now;
        ends = read(files);
      }
      List<LinkView> links = new ArrayList<>();
      for (CarrierStatus carrier : carriers.get()) {
        carrier.links().forEach(link -> links.add(view(carrier, link)));
      }
      List<LinkView> trunks = new ArrayList<>();
      List<LinkView> secured = new ArrayList<>(links);
      Map<String, Long> own = new LinkedHashMap<>(ends);
      for (CallCarrier.Status caller : callers.get()) {
        if (caller.ownCertificateEndsMillis() != 0) {
          own.put("calls over " + caller.carrier(), caller.ownCertificateEndsMillis());
        }
        for (CallCarrier.TrunkStatus trunk : caller.trunks()) {
          trunks.add(view(caller, trunk));
          trunk.certificates().forEach(shown -> secured.add(view(caller, trunk, shown)));
        }
      }
      // Together: a source that does not see a kind any more says that it is over.
      List<Condition> away = new ArrayList<>(carrierWatch.see(links, now));
      away.addAll(callerWatch.see(trunks, now));
      alarms.see(CarrierWatch.KINDS, away);
      alarms.see(CertificateWatch.KINDS, certificateWatch.see(secured, own, now));
    } catch (RuntimeException e) {
      log.error("Looking for alarms failed", e);
    }
  }

  private static LinkView view(CarrierStatus carrier, CarrierStatus.LinkStatus link) {
    CarrierStatus.Certificates shown = link.certificates();
    return new LinkView(
        carrier.carrier(),
        link.link(),
        link.state().equals("BOUND"),
        !carrier.drained(),
        link.refused(),
        link.lastError(),
        link.firstRefused(),
        shown == null
            ? null
            : new LinkView.Shown(
                shown.peerNotAfterMillis(),
                shown.ownNotAfterMillis(),
                shown.peerFingerprint(),
                shown.peerSubject()));
  }

  /** A trunk that was never asked counts as up, one that answers only to refuse us does not. */
  private static LinkView view(CallCarrier.Status caller, CallCarrier.TrunkStatus trunk) {
    boolean up = trunk.state().equals("UP") && !trunk.refused();
    String error = trunk.lastError();
    return new LinkView(
        caller.carrier(),
        trunk.trunk(),
        up,
        !caller.drained(),
        trunk.refused(),
        up || error != null ? error : trunk.state(),
        trunk.firstRefused(),
        trunk.certificates().stream()
            .filter(each -> each.address().equals(trunk.address()))
            .map(AlarmWatch::shown)
            .findFirst()
            .orElse(null));
  }

  /** Each server of a trunk may have a certificate of its own. */
  private static LinkView view(
      CallCarrier.Status caller, CallCarrier.TrunkStatus trunk, CallCarrier.Shown shown) {
    return new LinkView(
        caller.carrier(),
        trunk.trunk() + " at " + shown.address(),
        shown.accepted(),
        !caller.drained(),
        !shown.accepted(),
        null,
        shown(shown));
  }

  /** Our own is told of as the carrier's, not once for each of its trunks. */
  private static LinkView.Shown shown(CallCarrier.Shown seen) {
    return new LinkView.Shown(seen.endsMillis(), 0, seen.fingerprint(), seen.subject());
  }

  /** A file that cannot be read is the concern of whoever serves with it. */
  private static Map<String, Long> read(Map<String, Path> files) {
    Map<String, Long> ends = new LinkedHashMap<>();
    files.forEach((purpose, file) -> {
      try (InputStream pem = Files.newInputStream(file)) {
        for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
          if (each instanceof X509Certificate x509) {
            ends.merge(purpose, x509.getNotAfter().toInstant().toEpochMilli(), Math::min);
          }
        }
      } catch (IOException | CertificateException e) {
        log.debug("Certificate {} is not readable: {}", file, e.toString());
      }
    });
    return ends;
  }
}
