package io.strowger.gateway.simulation;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.alarm.CarrierWatch;
import io.strowger.gateway.alarm.LinkView;
import io.strowger.gateway.canary.CanarySettings;
import io.strowger.gateway.delivery.AccountAlarms;
import io.strowger.gateway.delivery.Admission;
import io.strowger.gateway.delivery.CallRounds;
import io.strowger.gateway.delivery.CanaryAlarms;
import io.strowger.gateway.delivery.CanaryObserver;
import io.strowger.gateway.delivery.CanaryPost;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.DispatchSettings;
import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.HealthAlarms;
import io.strowger.gateway.delivery.HealthObserver;
import io.strowger.gateway.delivery.HealthObservers;
import io.strowger.gateway.delivery.HealthWatch;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.delivery.VerificationDesk;
import io.strowger.gateway.delivery.VerificationObserver;
import io.strowger.gateway.delivery.VoiceChannel;
import io.strowger.gateway.esme.EsmeDoor;
import io.strowger.gateway.esme.EsmeObserver;
import io.strowger.gateway.esme.EsmeServer;
import io.strowger.gateway.esme.ReceiptRule;
import io.strowger.gateway.guard.Guard;
import io.strowger.gateway.guard.GuardSettings;
import io.strowger.gateway.guard.TextHash;
import io.strowger.gateway.health.DetectionSettings;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.number.Numbering;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.sms.CarrierPort;
import io.strowger.gateway.sms.SmppSmsChannel;
import io.strowger.gateway.verification.VerificationKey;
import io.strowger.gateway.verification.VerificationLimits;
import io.strowger.gateway.verification.Verifications;
import io.strowger.gateway.webhook.SimulatedWebhooks;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.link.CarrierEngine;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.LinkObserver;
import io.strowger.smpp.server.Delivery;
import io.strowger.smpp.server.EsmeTimers;
import io.strowger.smpp.server.RequestRef;
import io.strowger.smpp.server.Response;
import io.strowger.smpp.server.ServerEngine;
import io.strowger.smpp.server.ServerSettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** One life of the gateway, from start to crash: every part real but sockets, disk and clock. */
final class Node {
  /** How much it may hold, and how long a receipt may take as long as nothing is known. */
  record Bounds(DispatchSettings settings, Lifecycle.Policy policy, CanarySettings canaries) {
    static final Bounds TIGHT =
        new Bounds(
            new DispatchSettings(80, 100, 30_000, 50, 20_000, 300, 40, 0.15),
            new Lifecycle.Policy(4_000),
            CanarySettings.NONE);

    /** As in production. */
    static final Bounds USUAL = usual(CanarySettings.NONE);

    static Bounds usual(CanarySettings canaries) {
      return new Bounds(DispatchSettings.DEFAULT, new Lifecycle.Policy(30_000), canaries);
    }
  }

  static final ServerSettings.Listener LISTENER =
      new ServerSettings.Listener("plain", new InetSocketAddress(0), null);

  private static final long LOOK_BACK_MILLIS =
      Tenants.ACCOUNTS.all().stream()
          .mapToLong(one -> one.guard().lookBackMillis())
          .max()
          .orElse(0);

  private static final long SEEN_EVERY_MILLIS = 1_000;

  private static final Numbering NUMBERING = new Numbering();
  private static final byte[] CODE_SECRET = new byte[32];

  final Dispatcher dispatcher;
  final ServerEngine esmes;
  final VerificationDesk verifications;
  private final Alarms alarms;
  private final AccountAlarms accounts;
  private final CarrierWatch links = CarrierWatch.ofLinks();
  private final SmppSmsChannel texts;
  private long seenMillis;
  private final CallSide calls;
  private final SimulatedWebhooks webhooks;
  private long webhookAlarm;
  private final EsmeDoor door;
  private long esmeAlarm;
  private final Timeline timeline;
  private final List<Drive> drives = new ArrayList<>();
  private final List<Network> networks = new ArrayList<>();
  private boolean dead;

  /**
   * @param telephony null for calls that are only a model of calls
   */
  Node(
      Timeline timeline,
      SplittableRandom random,
      List<SimulatedCarrier> carriers,
      @Nullable Telephony telephony,
      RouteTable routes,
      Bounds bounds,
      WitnessedStore store,
      SimulatedReceiver receiver,
      Witness witness) {
    this.timeline = timeline;
    List<Dispatcher> self = new ArrayList<>();
    CarrierPort.Launcher launcher =
        (settings, listener) -> {
          SimulatedCarrier carrier =
              carriers.stream().filter(c -> c.id.equals(settings.id())).findFirst().orElseThrow();
          Network network =
              new Network(
                  timeline.itself(),
                  random.split(),
                  carrier.smsc,
                  new Tap(carrier, witness, timeline));
          networks.add(network);
          Drive drive =
              new Drive(timeline, new CarrierEngine(settings, network, listener, random.split()));
          drives.add(drive);
          return drive;
        };
    this.alarms = new Alarms(timeline::now);
    alarms.addListener(witness.health::alarmed);
    this.accounts = new AccountAlarms(alarms);
    SmppSmsChannel channel =
        new SmppSmsChannel(launcher, event -> self.getFirst().post(event), new LinkObserver() {});
    this.texts = channel;
    SplittableRandom fates = random.split();
    this.calls =
        telephony == null
            ? new SimulatedTrunk(timeline, fates, witness, event -> self.getFirst().post(event))
            : telephony.connect(event -> self.getFirst().post(event));
    HealthWatch health =
        new HealthWatch(DetectionSettings.DEFAULT, routes, judged(witness, alarms), timeline.now());
    if (!bounds.canaries().numbers().isEmpty()) {
      List<CanaryObserver> told = List.of(new CanaryAlarms(alarms));
      health.send(
          new CanaryPost(
              bounds.canaries(), routes, channel, VoiceChannel.NONE, random.split(), told));
    }
    this.dispatcher =
        new Dispatcher(
            new Dispatcher.Ports(
                store,
                channel,
                calls,
                witness.health,
                admission(witness, channel::segments, random.nextLong()),
                new CallRounds(Tenants.ACCOUNTS::byId, Map.of()),
                health),
            bounds.settings(),
            new Lifecycle(bounds.policy()),
            new RouteChooser(routes),
            new Dispatcher.Chance(random.split(), random.split(), () -> 0),
            timeline.now());
    self.add(dispatcher);
    dispatcher.addNoticeRule(new ReceiptRule());
    dispatcher.addListener(accounts);
    this.verifications =
        dispatcher.openVerifications(
            new Verifications(VerificationLimits.DEFAULT, new VerificationKey(CODE_SECRET)),
            VerificationObserver.NONE);
    this.webhooks =
        new SimulatedWebhooks(
            Tenants.ACCOUNTS,
            (notice, body, answer) ->
                receiver.post(
                    notice,
                    body,
                    told -> {
                      if (!dead) {
                        answer.accept(told);
                      }
                    }),
            notice -> dispatcher.post(new DispatchEvent.NoticeSettled(notice)),
            timeline::now,
            random.split());
    dispatcher.addNoticeRule(webhooks.rule());
    dispatcher.recover(timeline.now());
    this.door =
        new EsmeDoor(
            new EsmeDoor.Ports(
                () -> Tenants.ACCOUNTS,
                dispatcher,
                notice -> dispatcher.post(new DispatchEvent.NoticeSettled(notice)),
                NUMBERING,
                channel::segments,
                Runnable::run,
                timeline::now,
                new EsmeObserver() {}));
    this.esmes =
        new ServerEngine(
            new ServerSettings(
                "strowger", List.of(LISTENER), ServerSettings.Limits.DEFAULT, EsmeTimers.DEFAULT),
            door,
            timeline.now());
    door.attach(new Direct(), dispatcher.kept(EsmeDoor.partsKind()));
    dispatcher.addDoor(door);
    dispatcher.addNoticeChannel(door);
    dispatcher.addNoticeChannel(webhooks);
    channel.configure(carriers.stream().map(carrier -> carrier.settings).toList());
    calls.start();
  }

  private static Admission admission(Witness witness, ToIntFunction<String> segments, long salt) {
    return new Admission(
        new Guard(GuardSettings.DEFAULT, witness.guards, salt),
        new Admission.Knowledge(
            Node::rules, () -> LOOK_BACK_MILLIS, NUMBERING::type, segments, new TextHash(salt)));
  }

  private static HealthObserver judged(Witness witness, Alarms alarms) {
    return new HealthObservers(List.of(witness.health, new HealthAlarms(alarms)));
  }

  private static @Nullable GuardRules rules(String account) {
    Account known = Tenants.ACCOUNTS.byId(account);
    return known == null ? null : known.guard();
  }

  void crash() {
    dead = true;
    networks.forEach(Network::cutByCrash);
    calls.nodeDies();
  }

  boolean isDead() {
    return dead;
  }

  /** Everything that wants to be done now, until nothing does. */
  void settle() throws StoreFailedException {
    int rounds = 0;
    do {
      for (Drive drive : drives) {
        drive.poll();
      }
      calls.poll();
      pollEsmes();
      pollWebhooks();
      dispatcher.poll(timeline.now());
      rounds++;
    } while (rounds < 50
        && (dispatcher.hasWork() || calls.touched() || drives.stream().anyMatch(Drive::touched)));
    pollEsmes();
    seeLinks();
  }

  private void seeLinks() {
    if (timeline.now() - seenMillis < SEEN_EVERY_MILLIS) {
      return;
    }
    seenMillis = timeline.now();
    List<LinkView> views = new ArrayList<>();
    for (CarrierStatus carrier : texts.statuses()) {
      for (CarrierStatus.LinkStatus link : carrier.links()) {
        views.add(
            new LinkView(
                carrier.carrier(),
                link.link(),
                link.state().equals("BOUND"),
                !carrier.drained(),
                link.refused(),
                link.lastError(),
                link.firstRefused(),
                null));
      }
    }
    alarms.see(CarrierWatch.KINDS, links.see(views, timeline.now()));
  }

  private void pollWebhooks() {
    long next = webhooks.poll();
    if (next != Long.MAX_VALUE && (next < webhookAlarm || webhookAlarm <= timeline.now())) {
      webhookAlarm = Math.max(next, timeline.now() + 1);
      timeline.at(webhookAlarm, () -> {});
    }
  }

  private void pollEsmes() {
    door.tick();
    long next = esmes.poll(timeline.now());
    if (next != Long.MAX_VALUE && (next < esmeAlarm || esmeAlarm <= timeline.now())) {
      esmeAlarm = Math.max(next, timeline.now() + 1);
      timeline.at(esmeAlarm, () -> {});
    }
  }

  /** The server without sockets. */
  private final class Direct implements EsmeServer {
    @Override
    public void respond(List<Response> responses) {
      esmes.respond(responses, timeline.now());
    }

    @Override
    public void deliver(List<Delivery> deliveries) {
      esmes.deliver(deliveries, timeline.now());
    }

    @Override
    public void restoreParts(String account, Map<RequestRef, ShortMessage> parts) {
      esmes.restoreParts(account, parts, timeline.now());
    }
  }
}
