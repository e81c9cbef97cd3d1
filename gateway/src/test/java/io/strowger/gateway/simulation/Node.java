package io.strowger.gateway.simulation;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.Credentials;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.SmppCredential;
import io.strowger.gateway.delivery.DeliveryObserver;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.DispatchSettings;
import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.esme.EsmeDoor;
import io.strowger.gateway.esme.EsmeObserver;
import io.strowger.gateway.esme.EsmeServer;
import io.strowger.gateway.esme.ReceiptRule;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.number.Numbering;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.sms.CarrierPort;
import io.strowger.gateway.sms.SmppSmsChannel;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.link.CarrierEngine;
import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.InboundReceipt;
import io.strowger.smpp.link.LinkObserver;
import io.strowger.smpp.link.Submission;
import io.strowger.smpp.link.Withdrawal;
import io.strowger.smpp.receipt.MessageIdDialect;
import io.strowger.smpp.receipt.Receipt;
import io.strowger.smpp.receipt.ReceiptParser;
import io.strowger.smpp.server.Delivery;
import io.strowger.smpp.server.EsmeTimers;
import io.strowger.smpp.server.RequestRef;
import io.strowger.smpp.server.Response;
import io.strowger.smpp.server.ServerEngine;
import io.strowger.smpp.server.ServerSettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One life of the gateway, from start to crash: every part real but sockets, disk and clock. */
final class Node {
  static final ServerSettings.Listener LISTENER =
      new ServerSettings.Listener("plain", new InetSocketAddress(0), null);

  private static final Accounts ACCOUNTS = accounts();

  final Dispatcher dispatcher;
  final ServerEngine esmes;
  private final EsmeDoor door;
  private long esmeAlarm;
  private final Timeline timeline;
  private final List<Drive> drives = new ArrayList<>();
  private final List<Network> networks = new ArrayList<>();
  private boolean dead;

  Node(
      Timeline timeline,
      SplittableRandom random,
      List<SimulatedCarrier> carriers,
      RouteChooser chooser,
      WitnessedStore store,
      Witness witness) {
    this.timeline = timeline;
    List<Dispatcher> self = new ArrayList<>();
    CarrierPort.Launcher launcher =
        (settings, listener) -> {
          SimulatedCarrier carrier =
              carriers.stream().filter(c -> c.id.equals(settings.id())).findFirst().orElseThrow();
          Network network =
              new Network(timeline, random.split(), carrier.smsc, new Tap(carrier, witness));
          networks.add(network);
          Drive drive = new Drive(new CarrierEngine(settings, network, listener, random.split()));
          drives.add(drive);
          return drive;
        };
    SmppSmsChannel channel =
        new SmppSmsChannel(launcher, event -> self.getFirst().post(event), new LinkObserver() {});
    this.dispatcher =
        new Dispatcher(
            new Dispatcher.Ports(store, channel, new DeliveryObserver() {}),
            new DispatchSettings(60, 100, 30_000, 50, 20_000, 40, 40, 0.15),
            new Lifecycle(new Lifecycle.Policy(4_000)),
            chooser,
            new Dispatcher.Chance(random.split(), random.split(), () -> 0),
            timeline.now());
    self.add(dispatcher);
    dispatcher.addNoticeRule(new ReceiptRule());
    dispatcher.recover(timeline.now());
    this.door =
        new EsmeDoor(
            new EsmeDoor.Ports(
                () -> ACCOUNTS,
                dispatcher,
                notice -> dispatcher.post(new DispatchEvent.NoticeSettled(notice)),
                new Numbering(),
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
    channel.configure(carriers.stream().map(carrier -> carrier.settings).toList());
  }

  void crash() {
    dead = true;
    networks.forEach(Network::cutByCrash);
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
      pollEsmes();
      dispatcher.poll(timeline.now());
      rounds++;
    } while (rounds < 50 && (dispatcher.hasWork() || drives.stream().anyMatch(Drive::touched)));
    pollEsmes();
  }

  private void pollEsmes() {
    door.tick();
    long next = esmes.poll(timeline.now());
    if (next != Long.MAX_VALUE && (next < esmeAlarm || esmeAlarm <= timeline.now())) {
      esmeAlarm = Math.max(next, timeline.now() + 1);
      timeline.at(esmeAlarm, () -> {});
    }
  }

  private static Accounts accounts() {
    Account account = Account.named("idp", Set.of());
    Credentials credentials =
        new Credentials(
            Set.of(),
            Set.of(),
            List.of(),
            null,
            null,
            new SmppCredential(
                SimulatedEsme.SYSTEM_ID,
                Set.of(KeyHash.of(SimulatedEsme.PASSWORD)),
                10,
                50,
                0,
                false));
    return Accounts.of(
        List.of(
            new Account(
                account.id(),
                false,
                credentials,
                account.messages(),
                account.templates(),
                account.verification(),
                account.guard(),
                null,
                Map.of())),
        Set.of());
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

  /** Polls a carrier's engine after every call and at the times it asks for. */
  private final class Drive implements CarrierPort {
    private final CarrierEngine engine;
    private long alarm = Long.MAX_VALUE;
    private boolean touched = true;

    Drive(CarrierEngine engine) {
      this.engine = engine;
    }

    boolean touched() {
      return touched;
    }

    void poll() {
      touched = false;
      long next = engine.poll(timeline.now());
      if (next < alarm || alarm <= timeline.now()) {
        alarm = next;
        if (next != Long.MAX_VALUE) {
          timeline.at(Math.max(next, timeline.now() + 1), () -> {});
        }
      }
    }

    @Override
    public void submit(List<Submission> batch) {
      engine.submit(batch, timeline.now());
      touched = true;
    }

    @Override
    public void withdraw(List<Withdrawal> batch) {
      engine.withdraw(batch, timeline.now());
      touched = true;
    }

    @Override
    public void acknowledge(List<InboundReceipt> batch) {
      engine.acknowledge(batch, timeline.now());
      touched = true;
    }

    @Override
    public void drain() {
      engine.drain(timeline.now());
      touched = true;
    }

    @Override
    public void resume() {
      engine.resume(timeline.now());
      touched = true;
    }

    @Override
    public void reconfigure(CarrierSettings next) {
      engine.reconfigure(next, timeline.now());
      touched = true;
    }

    @Override
    public CarrierStatus status() {
      return engine.status(timeline.now());
    }

    @Override
    public CompletionStage<Void> stop() {
      engine.stop(timeline.now());
      touched = true;
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Reads what passes, with eyes of its own, for the witness. */
  private final class Tap implements Network.Wire {
    private final SimulatedCarrier carrier;
    private final Witness witness;
    private final MessageIdDialect dialect;
    private final Map<Object, Map<Integer, List<String>>> unacknowledged = new HashMap<>();

    Tap(SimulatedCarrier carrier, Witness witness) {
      this.carrier = carrier;
      this.witness = witness;
      this.dialect =
          new MessageIdDialect(
              carrier.settings.profile().responseId(), carrier.settings.profile().receiptId());
    }

    @Override
    public void leaves(Pdu pdu, Object connection) {
      switch (pdu) {
        case Pdu.SubmitSm submit ->
            witness.submitLeaves(
                carrier.id,
                "+" + submit.message().destination().value(),
                isFirstPart(submit.message()),
                timeline.now());
        case Pdu.DeliverSmResp resp -> {
          List<String> ids =
              unacknowledged
                  .getOrDefault(connection, Map.of())
                  .getOrDefault(resp.sequenceNumber(), List.of());
          if (!ids.isEmpty() && resp.commandStatus() == 0) {
            witness.receiptAcknowledged(carrier.id, ids);
          }
        }
        default -> {}
      }
    }

    @Override
    public void arrives(Pdu pdu, Object connection) {
      if (pdu instanceof Pdu.DeliverSm deliver) {
        Receipt receipt = ReceiptParser.parse(deliver.message());
        if (receipt != null && receipt.state().isFinal()) {
          unacknowledged
              .computeIfAbsent(connection, _ -> new HashMap<>())
              .put(deliver.sequenceNumber(), dialect.fromReceipt(receipt.messageId()));
        }
      }
    }

    private static boolean isFirstPart(ShortMessage message) {
      Tlv sar = message.tlv(Tlv.SAR_SEGMENT_SEQNUM);
      if (sar != null) {
        return sar.value()[0] == 1;
      }
      boolean hasHeader = (message.esmClass() & 0x40) != 0;
      byte @Nullable [] octets = message.shortMessage();
      return !hasHeader || octets[octets[0]] == 1;
    }
  }
}
