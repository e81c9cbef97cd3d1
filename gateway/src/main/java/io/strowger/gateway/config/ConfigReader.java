package io.strowger.gateway.config;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.canary.CanarySettings;
import io.strowger.gateway.config.RouteReader.Ability;
import io.strowger.gateway.delivery.DispatchSettings;
import io.strowger.gateway.health.DetectionSettings;
import io.strowger.gateway.http.HttpSettings;
import io.strowger.gateway.log.LogSettings;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.store.StoreSettings;
import io.strowger.gateway.voice.CallerSettings;
import io.strowger.gateway.voice.VoiceSettings;
import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import io.strowger.smpp.text.Segmenter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The checked tree to records, with the checks that look at more than one value. */
final class ConfigReader {
  private final Section root;

  ConfigReader(Section root) {
    this.root = root;
  }

  /** Checks everything; the records are made, by the supplier, only when the whole file is good. */
  Supplier<GatewayConfig> read() {
    ApiKeys keys = new ApiKeys();
    Section http = root.section("http");
    Set<KeyHash> adminKeys = keys.read(http, "http", "admin-key", "admin-key-sha256");
    checkListeners();
    checkCertificates();
    Map<String, Ability> abilities = new LinkedHashMap<>();
    List<CallerSettings> callers = new ArrayList<>();
    List<CarrierSettings> carriers = carriers(abilities, callers);
    RouteReader routeReader = new RouteReader(abilities);
    RouteTable routes = routeReader.read(root.sections("routes"));
    List<Supplier<Account>> accounts = accounts(keys, new TemplateReader(segments(carriers)));
    checkCoverage(routes, routeReader);
    VoiceSettings voice = VoiceReader.settings(root.section("voice"));
    WebhookReader.check(root.section("alarms"));
    Section canaries = root.section("canaries");
    CanaryReader.check(canaries, abilities, routes);
    Section delivery = root.section("delivery");
    return () -> {
      CanarySettings own = CanaryReader.settings(canaries, callerIds(callers));
      return new GatewayConfig(
          root.text("node"),
          http(http),
          SmppServerReader.read(root.section("smpp-server")),
          accounts.stream().map(Supplier::get).toList(),
          adminKeys,
          store(root.section("store")),
          dispatch(),
          new Lifecycle.Policy(delivery.duration("resend-after").toMillis()),
          detection(root.section("detection")),
          own,
          delivery.duration("drain-timeout"),
          carriers,
          CanaryReader.bringing(callers, own),
          voice,
          routes,
          GuardReader.settings(root.section("guard")),
          log(root.section("log")),
          WebhookReader.ofAlarms(root.section("alarms")));
    };
  }

  private static Set<String> callerIds(List<CallerSettings> callers) {
    return callers.stream().map(CallerSettings::id).collect(Collectors.toUnmodifiableSet());
  }

  private static DetectionSettings detection(Section detection) {
    return new DetectionSettings(
        DetectionSettings.Mode.valueOf(detection.text("mode").toUpperCase(Locale.ROOT)),
        detection.number("standby-share"),
        detection.section("operators").entries());
  }

  private static HttpSettings http(Section http) {
    HostPort listen = LinkReader.hostPort(http.text("listen"));
    Section tls = http.maybeSection("tls");
    HttpSettings.Limits limits = HttpSettings.Limits.DEFAULT;
    long patience = http.duration("request-timeout").toMillis();
    return new HttpSettings(
        listen.host(),
        listen.port(),
        http.integer("event-loops"),
        tls == null
            ? null
            : new HttpSettings.Tls(
                tls.path("certificate"),
                tls.path("key"),
                tls.maybePath("client-trust"),
                tls.flag("client-required")),
        new HttpSettings.Limits(
            Math.toIntExact(http.size("max-body")),
            limits.headerBytesMax(),
            http.integer("max-connections"),
            patience,
            patience,
            http.duration("idle-timeout").toMillis(),
            limits.answerMillis(),
            limits.blockingMax(),
            limits.eventStreamsMax(),
            limits.eventsRetained()));
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.equals("::1") || host.equals("localhost");
  }

  /** Two listeners on one address: the second would not start. */
  private void checkListeners() {
    Map<HostPort, String> taken = new HashMap<>();
    Section smpp = root.section("smpp-server");
    for (Section section : List.of(root.section("http"), smpp, smpp.section("tls"))) {
      if (section.has("listen")) {
        HostPort address = LinkReader.hostPort(section.text("listen"));
        String key = section.pointer().key("listen").path();
        String other = address.port() == 0 ? null : clash(taken, address);
        if (other != null) {
          section.error("listen", "the same address as " + other);
        }
        taken.put(address, key);
      }
    }
    Section http = root.section("http");
    boolean open =
        http.has("listen") && !isLoopback(LinkReader.hostPort(http.text("listen")).host());
    if (open && !http.has("tls") && http.noneTold("tls")) {
      http.warning("listen", "API keys and codes cross the network in the clear; give tls");
    }
  }

  /** A certificate must be shown over TLS, and cannot be where nobody asks for one. */
  private void checkCertificates() {
    Section tls = root.section("http").maybeSection("tls");
    if (tls == null || tls.has("client-trust")) {
      return;
    }
    for (Section account : root.sections("accounts")) {
      if (account.has("client-certificates")) {
        account.warning(
            "client-certificates", "http.tls has no client-trust: its requests will be refused");
      }
    }
  }

  private static @Nullable String clash(Map<HostPort, String> taken, HostPort address) {
    for (Map.Entry<HostPort, String> other : taken.entrySet()) {
      HostPort there = other.getKey();
      boolean sameHost =
          there.host().equals(address.host())
              || isEveryAddress(there.host())
              || isEveryAddress(address.host());
      if (sameHost && there.port() == address.port()) {
        return other.getValue();
      }
    }
    return null;
  }

  private static boolean isEveryAddress(String host) {
    return host.equals("0.0.0.0") || host.equals("::");
  }

  private List<CarrierSettings> carriers(
      Map<String, Ability> abilities, List<CallerSettings> callers) {
    List<CarrierSettings> carriers = new ArrayList<>();
    Map<String, Integer> lineById = new HashMap<>();
    CarrierReader reader = new CarrierReader();
    SipReader sips = new SipReader();
    for (Section carrier : root.sections("carriers")) {
      String id = uniqueId(carrier, lineById, "carrier");
      List<String> given = carrier.given("smpp", "sip");
      if (given.size() != 1 && carrier.noneTold("smpp", "sip")) {
        carrier.error("needs either an smpp or a sip section");
      }
      Section smpp = carrier.maybeSection("smpp");
      if (smpp == null) {
        abilities.putIfAbsent(id, Ability.CALLS);
        if (carrier.has("sip")) {
          callers.add(sips.read(id, carrier.section("sip")));
        }
        continue;
      }
      CarrierSettings settings = reader.read(id, smpp);
      boolean sends = settings.bind().mode() != BindMode.RECEIVER;
      abilities.putIfAbsent(id, sends ? Ability.SENDS_SMS : Ability.RECEIVES_ONLY);
      if (settings.bind().mode() == BindMode.TRANSMITTER) {
        smpp.warning("bind", "a transmitter hears no receipts: nothing will count as delivered");
      }
      carriers.add(settings);
    }
    return List.copyOf(carriers);
  }

  /** A text is as long as for the carrier that needs the most segments for it. */
  private static ToIntFunction<String> segments(List<CarrierSettings> carriers) {
    List<CarrierSettings.Profile> profiles =
        carriers.stream().map(CarrierSettings::profile).distinct().toList();
    return text ->
        profiles.stream()
            .mapToInt(p -> Segmenter.segments(text, p.encoding(), p.segmentation()))
            .max()
            .orElseGet(() -> Segmenter.segments(text, Encoding.AUTO, Segmentation.UDH_8));
  }

  private static String uniqueId(Section section, Map<String, Integer> lineById, String what) {
    String id = section.text("id");
    Integer earlier = lineById.putIfAbsent(id, section.line("id"));
    if (earlier != null && section.has("id")) {
      String where = section.line("id") == 0 && earlier > 0 ? " of the configuration file" : "";
      String other = earlier == 0 ? "another " + what : "the " + what + " of line " + earlier;
      section.error("id", "\"" + id + "\" is also " + other + where);
    }
    return id;
  }

  private List<Supplier<Account>> accounts(ApiKeys keys, TemplateReader templates) {
    Map<String, Integer> lineById = new HashMap<>();
    AccountReader reader = new AccountReader(keys, templates);
    List<Supplier<Account>> accounts = new ArrayList<>();
    for (Section account : root.sections("accounts")) {
      uniqueId(account, lineById, "account");
      accounts.add(reader.read(account));
    }
    return List.copyOf(accounts);
  }

  /** A gateway that cannot do what it is asked starts, but says so. */
  private void checkCoverage(RouteTable routes, RouteReader reader) {
    if (root.sections("accounts").isEmpty() && root.noneTold("accounts")) {
      root.warning("accounts", "no accounts: every request will be refused");
    }
    for (Section carrier : root.sections("carriers")) {
      if (carrier.has("id") && !reader.uses(carrier.text("id"))) {
        carrier.warning("id", "no route names this carrier");
      }
    }
    if (routes.entries().isEmpty()) {
      if (root.noneTold("routes")) {
        root.warning("routes", "no routes: every message will wait until it expires");
      }
      return;
    }
    for (Section account : root.sections("accounts")) {
      Section destinations = account.section("destinations");
      for (Section.Item item : destinations.items("allow")) {
        String allowed = item.value().asText();
        boolean covered =
            routes.entries().stream()
                .anyMatch(e -> overlap(e.prefix(), allowed) && !e.sms().isEmpty());
        if (!covered) {
          destinations.warning(item.pointer(), "no sms route for \"" + allowed + "\"");
        }
      }
    }
  }

  private static boolean overlap(String prefix, String allowed) {
    return prefix.startsWith(allowed) || allowed.startsWith(prefix);
  }

  private static StoreSettings store(Section store) {
    Section history = store.section("history");
    StoreSettings defaults = StoreSettings.in(store.path("directory"));
    return defaults
        .withMasterKey(store.maybePath("master-key-file"))
        .withHistoryRetention(history.duration("retention"))
        .withSegments(history.integer("segment-messages"), defaults.segmentAge());
  }

  private DispatchSettings dispatch() {
    DispatchSettings defaults = DispatchSettings.DEFAULT;
    return new DispatchSettings(
        root.section("queue").integer("max-open-messages"),
        defaults.maxRecent(),
        defaults.recentMillis(),
        defaults.maxHeldReceipts(),
        defaults.heldMillis(),
        defaults.maxOwed(),
        defaults.maxKept(),
        root.section("delivery").number("resend-share"));
  }

  private static LogSettings log(Section log) {
    return new LogSettings(
        log.text("format").equals("json") ? LogSettings.Format.JSON : LogSettings.Format.TEXT,
        log.has("level")
            ? LogSettings.Level.valueOf(log.text("level").toUpperCase(Locale.ROOT))
            : LogSettings.Level.INFO);
  }
}
