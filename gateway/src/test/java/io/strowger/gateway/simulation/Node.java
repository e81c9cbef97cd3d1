package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.DeliveryObserver;
import io.strowger.gateway.delivery.DispatchSettings;
import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.message.Lifecycle;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One life of the gateway, from start to crash: every part real but sockets, disk and clock. */
final class Node {
  final Dispatcher dispatcher;
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
    dispatcher.recover(timeline.now());
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
      dispatcher.poll(timeline.now());
      rounds++;
    } while (rounds < 50 && (dispatcher.hasWork() || drives.stream().anyMatch(Drive::touched)));
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
