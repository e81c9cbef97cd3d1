package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.strowger.gateway.alarm.AlarmListener;
import io.strowger.gateway.delivery.DeliveryObserver;
import io.strowger.gateway.delivery.ReceiptReading;
import io.strowger.gateway.delivery.VerificationObserver;
import io.strowger.gateway.guard.GuardObserver;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.LinkObserver;
import io.strowger.smpp.receipt.ReceiptState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every figure the gateway shows, in Prometheus' format; docs/metrics.md lists them. Observers may
 * be called from the threads of carriers, dispatcher and doors at once; labels come from
 * configuration, enumerations and status codes alone, never from numbers or texts.
 */
public final class GatewayMetrics implements LinkObserver, DeliveryObserver, AutoCloseable {
  /** Accounts beyond it share the label {@code other}. */
  private static final int MAX_ACCOUNTS = 1_000;

  private final PrometheusMeterRegistry registry;
  private final LinkMeters.NowMillis clock;
  private final StatusGauges statusGauges;
  private final JvmMeters jvm;
  private final Map<String, CarrierMeters> carriers = new ConcurrentHashMap<>();
  private final Map<String, AccountMeters> accounts = new ConcurrentHashMap<>();
  private final Map<String, Map<String, RequestMeters>> requests = new ConcurrentHashMap<>();
  private final Timer commits;
  private final DistributionSummary commitChanges;
  private final Counter storeFull;
  private final Counter refused;
  private final Timer delivered;
  private final ConfigMeters config;
  private final AlarmMeters alarms;
  private final NoticeMeters notices;
  private final VoiceMeters voice;
  private final GuardMeters guard;
  private final HealthMeters health;
  private final CanaryMeters canaries;
  private final EsmeMeters esmes;
  private final VerificationMeters verifications;

  /** Held, since the registry itself refers to what it asks only weakly. */
  private volatile @Nullable MetricSources sources;

  /**
   * @param epochMillis the wall clock
   * @param nanos a monotonic clock
   */
  public GatewayMetrics(LongSupplier epochMillis, LongSupplier nanos) {
    registry =
        new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock(epochMillis, nanos));
    clock = epochMillis::getAsLong;
    statusGauges = new StatusGauges(registry);
    jvm = new JvmMeters(registry);
    config = new ConfigMeters(registry);
    alarms = new AlarmMeters(registry);
    notices = new NoticeMeters(registry, clock);
    voice = new VoiceMeters(registry);
    guard = new GuardMeters(registry, this::knownLabel);
    health = new HealthMeters(registry);
    canaries = new CanaryMeters(registry);
    esmes = new EsmeMeters(registry);
    verifications = new VerificationMeters(registry, this::knownLabel);
    commits = timer("strowger.store.commit", "One durable group commit.", Buckets.COMMIT);
    commitChanges =
        DistributionSummary.builder("strowger.store.commit.changes")
            .description("Changes in one group commit.")
            .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
            .register(registry);
    storeFull = counter("strowger.store.full", "Commits refused because the store was full.");
    refused = counter("strowger.messages.refused", "Requests refused because the queue was full.");
    delivered =
        timer(
            "strowger.messages.delivered",
            "From acceptance to delivered, for messages that were.",
            Buckets.PERSON);
  }

  /** What is asked at each scrape; given once, when the parts that are asked exist. */
  public void watch(MetricSources sources) {
    this.sources = sources;
    gauge(
        "strowger.messages.open",
        "Messages without a final state.",
        sources.openMessages(),
        s -> s.getAsInt());
    gauge(
        "strowger.messages.oldest.open.seconds",
        "Age of the oldest message without a final state; 0 when there is none.",
        sources.oldestOpenMillis(),
        this::age);
    total(
        "strowger.logs.dropped",
        "Log events given up because they could not be written fast enough.",
        sources.logsDropped(),
        s -> s.getAsLong());
    StoreMeters.register(registry, sources.store());
  }

  private double age(LongSupplier acceptedMillis) {
    long at = acceptedMillis.getAsLong();
    return at == 0 ? 0 : Math.max(0, clock.millis() - at) / 1000.0;
  }

  /** The text format of Prometheus, version 0.0.4. Takes milliseconds; any thread. */
  public String scrape() {
    MetricSources asked = sources;
    List<CarrierStatus> now = asked == null ? List.of() : asked.carriers().get();
    statusGauges.refresh(now);
    notices.refresh();
    voice.refresh();
    for (CarrierStatus status : now) {
      CarrierMeters meters = carrier(status.carrier());
      meters.rateLimit = status.rateLimitPerSecond();
      Set<String> links =
          status.links().stream().map(CarrierStatus.LinkStatus::link).collect(Collectors.toSet());
      links.forEach(meters::link);
      meters.retain(links);
    }
    Set<String> configured = now.stream().map(CarrierStatus::carrier).collect(Collectors.toSet());
    carriers
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !configured.contains(entry.getKey());
          if (gone) {
            entry.getValue().remove();
          }
          return gone;
        });
    return registry.scrape();
  }

  /** A request was answered. {@code method} and {@code path} name the call, not the request. */
  public void requestAnswered(String method, String path, int status, long nanos) {
    Map<String, RequestMeters> byMethod = requests.get(path);
    RequestMeters known = byMethod == null ? null : byMethod.get(method);
    if (known == null) {
      known =
          requests
              .computeIfAbsent(path, _ -> new ConcurrentHashMap<>())
              .computeIfAbsent(method, m -> new RequestMeters(registry, m, path));
    }
    known.answered(status, nanos);
  }

  /** The configuration was read again. */
  public void configRead(boolean applied) {
    config.read(applied, clock.millis());
  }

  /** Counts alarms. */
  public AlarmListener alarms() {
    return alarms;
  }

  /** Counts what the guard refuses. */
  public GuardObserver guard() {
    return guard;
  }

  /** Counts what becomes of verifications. */
  public VerificationObserver verifications() {
    return verifications;
  }

  @Override
  public void submitted(String carrier, String link) {
    LinkMeters meters = carrier(carrier).link(link);
    meters.submits.increment();
    meters.rate.count(clock.millis());
  }

  @Override
  public void answered(String carrier, String link, int commandStatus, long latencyMicros) {
    LinkMeters meters = carrier(carrier).link(link);
    meters.responses.record(latencyMicros, TimeUnit.MICROSECONDS);
    meters.answered(commandStatus);
  }

  @Override
  public void inDoubt(String carrier, String link) {
    carrier(carrier).link(link).inDoubt.increment();
  }

  @Override
  public void receipt(String carrier, String link, ReceiptState state) {
    carrier(carrier).link(link).receipt(state);
  }

  @Override
  public void mobileOriginated(String carrier, String link) {
    carrier(carrier).link(link).mobileOriginated.increment();
  }

  @Override
  public void protocolFault(String carrier, String link, String what) {
    carrier(carrier).link(link).faults.increment();
  }

  @Override
  public void linkUp(String carrier, String link, String address) {
    carrier(carrier).link(link).up.increment();
  }

  @Override
  public void linkDown(String carrier, String link, String cause) {
    carrier(carrier).link(link).down.increment();
  }

  @Override
  public void committed(int events, int changes, long commitNanos) {
    commits.record(commitNanos, TimeUnit.NANOSECONDS);
    commitChanges.record(changes);
  }

  @Override
  public void storeFull() {
    storeFull.increment();
  }

  @Override
  public void accepted(Message message) {
    account(message.spec().account()).accepted.increment();
  }

  @Override
  public void becameFinal(Message message) {
    account(message.spec().account()).becameFinal(message);
    if (message.state() instanceof MessageState.Delivered state) {
      long millis = state.atMillis() - message.spec().acceptedAtMillis();
      delivered.record(millis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void inDoubt(String carrier) {
    carrier(carrier).attemptsInDoubt.increment();
  }

  @Override
  public void resentAfterSilence(String carrier) {
    carrier(carrier).resends.increment();
  }

  @Override
  public void receiptMatched(String carrier, ReceiptReading.Kind kind, long latencyMillis) {
    carrier(carrier).receiptMatched(kind, latencyMillis);
  }

  @Override
  public void receiptHeld(String carrier) {
    carrier(carrier).receiptsHeld.increment();
  }

  @Override
  public void receiptUnmatched(String carrier) {
    carrier(carrier).receiptsUnmatched.increment();
  }

  @Override
  public void admissionRefused() {
    refused.increment();
  }

  /** Calls by trunk and prefix. */
  public VoiceMeters voice() {
    return voice;
  }

  /** What accounts are told over HTTP. */
  public NoticeMeters notices() {
    return notices;
  }

  /** What becomes of canaries. */
  public CanaryMeters canaries() {
    return canaries;
  }

  /** What is judged of routes. */
  public HealthMeters health() {
    return health;
  }

  public EsmeMeters esmes() {
    return esmes;
  }

  @Override
  public void close() {
    jvm.close();
    registry.close();
  }

  private CarrierMeters carrier(String carrier) {
    CarrierMeters known = carriers.get(carrier);
    return known != null
        ? known
        : carriers.computeIfAbsent(carrier, id -> new CarrierMeters(registry, id, clock));
  }

  private AccountMeters account(String account) {
    AccountMeters known = accounts.get(account);
    if (known != null) {
      return known;
    }
    return accounts.computeIfAbsent(label(account), id -> new AccountMeters(registry, id));
  }

  /** The label, which counts as one of the bound from now on. */
  private String knownLabel(String account) {
    var _ = account(account);
    return label(account);
  }

  private String label(String account) {
    boolean own = accounts.size() < MAX_ACCOUNTS || accounts.containsKey(account);
    return own ? account : "other";
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private Timer timer(String name, String description, Duration[] buckets) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(buckets)
        .register(registry);
  }

  private <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
    Gauge.builder(name, source, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private <T> void total(String name, String description, T source, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, source, value).description(description).register(registry);
  }

  private static Clock clock(LongSupplier epochMillis, LongSupplier nanos) {
    return new Clock() {
      @Override
      public long wallTime() {
        return epochMillis.getAsLong();
      }

      @Override
      public long monotonicTime() {
        return nanos.getAsLong();
      }
    };
  }
}
