package io.strowger.gateway.main;

import io.netty.channel.EventLoopGroup;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.delivery.AccountAlarms;
import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.HealthWatch;
import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.delivery.VerificationDesk;
import io.strowger.gateway.http.ConfigReload;
import io.strowger.gateway.http.HttpDoor;
import io.strowger.gateway.http.HttpPorts;
import io.strowger.gateway.http.LinkDirectory;
import io.strowger.gateway.log.LinkLog;
import io.strowger.gateway.log.Logs;
import io.strowger.gateway.log.MessageLog;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.metrics.GatewayMetrics;
import io.strowger.gateway.metrics.MetricSources;
import io.strowger.gateway.number.Numbering;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.sms.SmppSmsChannel;
import io.strowger.gateway.sms.SocketCarrier;
import io.strowger.gateway.store.SqliteStore;
import io.strowger.gateway.verification.VerificationKey;
import io.strowger.gateway.verification.VerificationLimits;
import io.strowger.gateway.verification.Verifications;
import io.strowger.gateway.voice.CallCarrier;
import io.strowger.gateway.webhook.Webhooks;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.SmppRuntime;
import io.strowger.smpp.server.ServerSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: every part made, wired and started in order. The store first, then the
 * messages that were open in it, the carriers' links, and the doors last; stopped in reverse.
 */
final class Gateway {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);
  private static final Duration UNBIND_LIMIT = Duration.ofSeconds(5);
  private static final long TICK_MILLIS = 50;
  private static final long STOP_POLL_MILLIS = 20;

  private final SteadyClock clock;
  private final SqliteStore store;
  private final Dispatcher dispatcher;
  private final DispatcherLoop loop;
  private final Thread loopThread;
  private final SmppSmsChannel channel;
  private final Voice voice;
  private final HttpDoor door;
  private final Webhooks webhooks;
  private final @Nullable EsmeListener esmes;
  private final AtomicReference<Accounts> accounts;
  private final Guards guards;
  private final HealthWatch health;
  private final EventLoopGroup linkLoops;
  private final ExecutorService blocking;
  private final ScheduledExecutorService background;
  private final GatewayMetrics metrics;
  private volatile GatewayConfig config;

  private record Parts(
      SteadyClock clock,
      SqliteStore store,
      Dispatcher dispatcher,
      DispatcherLoop loop,
      Thread loopThread,
      SmppSmsChannel channel,
      Voice voice,
      HttpDoor door,
      Webhooks webhooks,
      @Nullable EsmeListener esmes,
      AtomicReference<Accounts> accounts,
      Guards guards,
      HealthWatch health,
      EventLoopGroup linkLoops,
      ExecutorService blocking,
      ScheduledExecutorService background,
      GatewayMetrics metrics) {}

  private Gateway(GatewayConfig config, Parts parts) {
    this.config = config;
    this.clock = parts.clock();
    this.store = parts.store();
    this.dispatcher = parts.dispatcher();
    this.loop = parts.loop();
    this.loopThread = parts.loopThread();
    this.channel = parts.channel();
    this.voice = parts.voice();
    this.door = parts.door();
    this.webhooks = parts.webhooks();
    this.esmes = parts.esmes();
    this.accounts = parts.accounts();
    this.guards = parts.guards();
    this.health = parts.health();
    this.linkLoops = parts.linkLoops();
    this.blocking = parts.blocking();
    this.background = parts.background();
    this.metrics = parts.metrics();
  }

  /**
   * Starts, and returns once the doors are open.
   *
   * @param reload answers the admin call that reads the configuration again
   * @param onFailure the store failed: this process must acknowledge nothing more, and end
   * @throws IOException when an address, a file or the store cannot be used
   */
  static Gateway start(
      GatewayConfig config, SteadyClock clock, ConfigReload reload, Consumer<Throwable> onFailure)
      throws IOException {
    ScheduledExecutorService background =
        Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("strowger-history").daemon().factory());
    ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    SqliteStore store = null;
    EventLoopGroup linkLoops = null;
    DispatcherLoop loop = null;
    Webhooks webhooks = null;
    try {
      store = SqliteStore.open(config.store(), clock, System::nanoTime, background);
      SqliteStore opened = store;
      GatewayMetrics metrics = new GatewayMetrics(clock, System::nanoTime);
      linkLoops = LinkLoops.start();
      AtomicReference<Dispatcher> inbox = new AtomicReference<>();
      SmppRuntime runtime = new SmppRuntime(linkLoops, blocking, clock, new SecureRandom());
      SmppSmsChannel channel =
          new SmppSmsChannel(
              SocketCarrier.launcher(runtime),
              event -> inbox.get().post(event),
              new LinkLog(metrics));
      AtomicReference<Accounts> accounts =
          new AtomicReference<>(Accounts.of(config.accounts(), config.adminKeys()));
      Guards guards =
          new Guards(
              config.guard(), accounts::get, channel::segments, blocking, metrics.guard(), clock);
      Voice voice =
          new Voice(
              config, clock, accounts::get, event -> inbox.get().post(event), metrics, blocking);
      Alarms alarms = AlarmWatch.alarms(clock, metrics.alarms());
      HealthWatch health =
          Watch.over(config, metrics, alarms, channel, voice.channel(), clock.getAsLong());
      Dispatcher.Ports around = voice.ports(store, channel, metrics, guards.admission(), health);
      Dispatcher dispatcher = dispatcher(config, clock, around);
      inbox.set(dispatcher);
      byte[] codeSecret = InstallationSecret.in(config.store().directory(), "verification.key");
      VerificationDesk verifications =
          dispatcher.openVerifications(
              new Verifications(VerificationLimits.DEFAULT, new VerificationKey(codeSecret)),
              metrics.verifications());
      dispatcher.addNoticeRule(EsmeListener.rule());
      int open = dispatcher.recover(clock.getAsLong());
      if (open > 0) {
        log.info("{} messages were open when this node stopped", open);
      }
      webhooks =
          Notifications.start(
              config.node(), accounts::get, dispatcher, metrics.notices(), clock, blocking);
      loop = new DispatcherLoop(dispatcher, clock, System::nanoTime, onFailure);
      dispatcher.onPosted(loop::wake);
      Thread loopThread = Thread.ofPlatform().name("strowger-dispatcher").start(loop);
      channel.configure(config.carriers());
      voice.configure(config);
      Housekeeping.start(background, opened, onFailure);
      metrics.watch(
          new MetricSources(
              channel::statuses,
              dispatcher::openMessages,
              dispatcher::oldestOpenMillis,
              opened::statistics,
              Logs::dropped));
      AtomicReference<Supplier<List<LinkDirectory.Esme>>> binds = new AtomicReference<>(List::of);
      HttpPorts ports =
          DoorPorts.http(
              config,
              clock,
              channel,
              voice,
              dispatcher,
              metrics,
              reload,
              blocking,
              guards,
              health,
              () -> binds.get().get());
      MessageDesk desk = guards.desk(dispatcher);
      HttpDoor door = HttpDoor.start(config.http(), desk, accounts.get(), ports);
      ServerSettings esmeSettings = config.smppServer();
      EsmeListener esmes =
          esmeSettings == null
              ? null
              : EsmeListener.start(
                  esmeSettings,
                  runtime,
                  dispatcher,
                  desk,
                  accounts::get,
                  new Numbering(),
                  channel::segments,
                  metrics.esmes());
      if (esmes != null) {
        binds.set(esmes::binds);
        var _ =
            background.scheduleWithFixedDelay(
                esmes::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
      }
      AlarmWatch.start(alarms, config, channel::statuses, voice::statuses, clock, background);
      door.alarms(alarms);
      webhooks.alarmHook().follow(alarms, config.alarmHook());
      door.verifications(guards.desk(verifications, dispatcher));
      dispatcher.addDoor(door);
      dispatcher.addListener(door);
      dispatcher.addListener(new MessageLog());
      dispatcher.addListener(new AccountAlarms(alarms));
      return new Gateway(
          config,
          new Parts(
              clock,
              store,
              dispatcher,
              loop,
              loopThread,
              channel,
              voice,
              door,
              webhooks,
              esmes,
              accounts,
              guards,
              health,
              linkLoops,
              blocking,
              background,
              metrics));
    } catch (IOException | RuntimeException e) {
      if (loop != null) {
        loop.stop();
      }
      if (webhooks != null) {
        webhooks.close();
      }
      if (linkLoops != null) {
        var _ = linkLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      }
      background.shutdownNow();
      blocking.shutdownNow();
      if (store != null) {
        store.close();
      }
      throw e;
    }
  }

  private static Dispatcher dispatcher(
      GatewayConfig config, SteadyClock clock, Dispatcher.Ports ports) {
    RandomGenerator secure = new SecureRandom();
    return new Dispatcher(
        ports,
        config.dispatch(),
        new Lifecycle(config.policy()),
        new RouteChooser(config.routes()),
        new Dispatcher.Chance(new SplittableRandom(), secure, System::nanoTime),
        clock.getAsLong());
  }

  /** Where auth servers bind, in the order of the listeners; empty while that door is closed. */
  List<InetSocketAddress> esmeAddresses() {
    return esmes == null ? List.of() : esmes.addresses();
  }

  int esmeSessions() {
    return esmes == null ? 0 : esmes.sessions();
  }

  int port() {
    return door.port();
  }

  GatewayConfig config() {
    return config;
  }

  List<CarrierStatus> carriers() {
    return channel.statuses();
  }

  List<CallCarrier.Status> callCarriers() {
    return voice.statuses();
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  /** Brings another configuration into force; its fixed values are those of the running one. */
  void reconfigure(GatewayConfig next) {
    config = next;
    Logs.configure(next.log());
    dispatcher.reconfigure(new Lifecycle(next.policy()), new RouteChooser(next.routes()));
    guards.admission().reconfigure(next.guard());
    health.reconfigure(next.detection(), next.routes(), next.canaries());
    channel.configure(next.carriers());
    voice.reconfigure(next);
    Accounts before = accounts.get();
    accounts.set(Accounts.of(next.accounts(), next.adminKeys()));
    door.accounts(accounts.get());
    if (esmes != null) {
      esmes.accountsChanged(before, accounts.get());
    }
    webhooks.accountsChanged();
    webhooks.alarmHook().configure(next.alarmHook());
  }

  /** For the metrics: the configuration was read again, and what is on disk is in force or not. */
  void configurationRead(boolean inForce) {
    metrics.configRead(inForce);
  }

  /**
   * Closes the doors, waits for what is on its way to be answered, unbinds, and closes the store.
   * What is still open then is safe in it.
   */
  void stop() {
    door.drain();
    awaitQuiet(config.drainTimeout());
    door.close();
    if (esmes != null) {
      esmes.stop();
    }
    webhooks.close();
    guards.close();
    voice.stop();
    try {
      channel.stop().toCompletableFuture().get(UNBIND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      log.warn("Not every link unbound in {} s", UNBIND_LIMIT.toSeconds());
    } catch (ExecutionException e) {
      log.warn("Unbinding failed", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    awaitQuiet(Duration.ofSeconds(1));
    loop.stop();
    join(loopThread);
    var _ = linkLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    blocking.shutdownNow();
    background.shutdown();
    store.close();
    log.info("Stopped; {} messages stay open in the store", dispatcher.openMessages());
  }

  /** Until no request is unanswered, no submit is without its answer, and no event waits. */
  private void awaitQuiet(Duration limit) {
    long until = clock.getAsLong() + limit.toMillis();
    while (clock.getAsLong() < until
        && (door.inFlight() > 0 || dispatcher.hasWork() || dispatcher.attempting() > 0)) {
      try {
        Thread.sleep(STOP_POLL_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
