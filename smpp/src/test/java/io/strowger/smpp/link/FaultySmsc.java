package io.strowger.smpp.link;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * A carrier that loses, delays, repeats and refuses, from a seed; it also judges what reaches it:
 * window, rate, deadlines, acknowledgements.
 */
final class FaultySmsc implements LinkTransport {
  /** What one seed's carrier is like; ratios from 0 to 1. */
  record Temper(
      double refusesConnection,
      double refusesBind,
      double losesResponse,
      double repeatsResponse,
      double lateResponse,
      double throttles,
      double rejects,
      double disconnects,
      double babbles,
      int responseMillisMax) {}

  /** What a submission's parts met; by destination, which is unique to each. */
  static final class Trace {
    final List<Integer> statuses = new ArrayList<>();
    final List<String> ids = new ArrayList<>();
    final Set<FaultyConnection> connections = new HashSet<>();
    int written;
  }

  final Map<String, Trace> traces = new HashMap<>();
  final Map<String, Long> deadlines = new HashMap<>();
  final List<Long> submitTimes = new ArrayList<>();

  /** Connection number and sequence number of receipts that the owner acknowledged. */
  final Set<String> acknowledged = new HashSet<>();

  int connectionsMade;
  private final VirtualTime time;
  private final Random random;
  private final Temper temper;
  private final int windowMax;
  private final long responseTimeout;
  private final List<FaultyConnection> alive = new ArrayList<>();
  private int messageIds;

  FaultySmsc(VirtualTime time, Random random, Temper temper, int windowMax, long responseTimeout) {
    this.time = time;
    this.random = random;
    this.temper = temper;
    this.windowMax = windowMax;
    this.responseTimeout = responseTimeout;
  }

  private boolean chance(double ratio) {
    return random.nextDouble() < ratio;
  }

  @Override
  public Connection connect(Link link, HostPort address, Events events) {
    connectionsMade++;
    FaultyConnection connection = new FaultyConnection(connectionsMade, events);
    if (chance(temper.refusesConnection())) {
      // Some transports answer before connect returns.
      connection.lose(chance(0.5) ? 0 : random.nextInt(200), "connection refused");
    } else if (chance(0.02)) {
      // Neither accepted nor refused: the connect timer must end it.
      connection.isOpen = true;
    } else {
      connection.isOpen = true;
      time.after(random.nextInt(50), connection::accept);
    }
    return connection;
  }

  /** Cuts a random connection, or does something no carrier should. */
  void misbehave() {
    if (alive.isEmpty()) {
      return;
    }
    FaultyConnection victim = alive.get(random.nextInt(alive.size()));
    if (chance(temper.disconnects())) {
      victim.lose(0, "connection reset");
    } else if (chance(temper.babbles())) {
      victim.babble();
    }
  }

  final class FaultyConnection implements Connection {
    private final int number;
    private final Events events;
    private final List<Pdu> held = new ArrayList<>();
    private final Map<Integer, Long> outstanding = new HashMap<>();
    private final Set<Integer> receiptsDelivered = new HashSet<>();
    private boolean isOpen;
    private boolean isBound;
    private boolean congested;
    private boolean reading = true;
    private final List<Runnable> unread = new ArrayList<>();
    private int sequence = 1;

    FaultyConnection(int number, Events events) {
      this.number = number;
      this.events = events;
    }

    private void accept() {
      if (isOpen) {
        alive.add(this);
        events.connected();
      }
    }

    private void lose(long afterMillis, String cause) {
      Runnable loss =
          () -> {
            isOpen = false;
            alive.remove(this);
            events.closed(cause);
          };
      if (afterMillis == 0) {
        loss.run();
      } else {
        time.after(afterMillis, loss);
      }
    }

    /** Delivers a PDU after a while, unless the connection has gone; unread ones wait. */
    private void send(long afterMillis, Pdu pdu) {
      time.after(afterMillis, () -> arrive(() -> deliver(pdu)));
    }

    private void arrive(Runnable delivery) {
      if (!isOpen) {
        return;
      }
      if (reading) {
        delivery.run();
      } else {
        unread.add(delivery);
      }
    }

    private void deliver(Pdu pdu) {
      outstanding.remove(pdu instanceof Pdu.Response ? pdu.sequenceNumber() : 0);
      if (pdu instanceof Pdu.DeliverSm receipt) {
        receiptsDelivered.add(receipt.sequenceNumber());
      }
      events.received(pdu);
    }

    private void babble() {
      switch (random.nextInt(7)) {
        case 0 -> send(0, new Pdu.SubmitSmResp(random.nextInt(1_000_000) + 1, 0, "nobody"));
        case 1 -> send(0, new Pdu.EnquireLink(sequence++));
        case 2 -> send(0, new Pdu.GenericNack(0, 3));
        case 3 -> send(0, new Pdu.Unsupported(sequence++, 0x10203, 0));
        case 4 -> arrive(() -> events.malformed(new MalformedPdu(5, sequence++, 1, true)));
        case 5 -> {
          congested = true;
          time.after(random.nextInt(300), () -> congested = false);
        }
        default -> send(0, new Pdu.Outbind(sequence++, "smsc", ""));
      }
    }

    @Override
    public void write(Pdu pdu) {
      held.add(pdu);
    }

    @Override
    public void flush() {
      List<Pdu> batch = List.copyOf(held);
      held.clear();
      if (isOpen) {
        batch.forEach(this::take);
      }
    }

    private void take(Pdu pdu) {
      switch (pdu) {
        case Pdu.Bind bind -> takeBind(bind);
        case Pdu.SubmitSm submit -> takeSubmit(submit);
        case Pdu.CancelSm cancel -> {
          outstanding.put(cancel.sequenceNumber(), time.now());
          respond(new Pdu.CancelSmResp(cancel.sequenceNumber(), 0));
        }
        case Pdu.EnquireLink enquire ->
            respond(new Pdu.EnquireLinkResp(enquire.sequenceNumber(), 0));
        case Pdu.Unbind unbind -> respond(new Pdu.UnbindResp(unbind.sequenceNumber(), 0));
        case Pdu.DeliverSmResp answer -> {
          if (receiptsDelivered.contains(answer.sequenceNumber())) {
            String receipt = number + ":" + answer.sequenceNumber();
            assertTrue(acknowledged.contains(receipt), "a receipt was acknowledged by nobody");
            receiptsDelivered.remove(answer.sequenceNumber());
          }
        }
        default -> {}
      }
    }

    private void takeBind(Pdu.Bind bind) {
      int status = chance(temper.refusesBind()) ? 0x0D + random.nextInt(3) : 0;
      isBound = status == 0;
      send(
          random.nextInt(50),
          new Pdu.BindResp(bind.sequenceNumber(), status, bind.type(), "smsc", null));
    }

    private void takeSubmit(Pdu.SubmitSm submit) {
      assertTrue(isBound, "submitted before the bind");
      String destination = submit.message().destination().value();
      Trace trace = traces.computeIfAbsent(destination, any -> new Trace());
      trace.written++;
      trace.connections.add(this);
      submitTimes.add(time.now());
      long left = Objects.requireNonNull(deadlines.get(destination)) - time.now();
      assertTrue(left > 0, "written at or after its deadline");
      assertValidity(submit.message().validityPeriod(), left);
      assertFalse(congested, "written although congested");
      outstanding.put(submit.sequenceNumber(), time.now());
      outstanding.values().removeIf(sent -> sent <= time.now() - responseTimeout);
      assertTrue(outstanding.size() <= windowMax, "more unanswered than the window");
      answer(submit, trace);
    }

    private void assertValidity(String validity, long left) {
      long seconds =
          Long.parseLong(validity.substring(6, 8)) * 3600
              + Long.parseLong(validity.substring(8, 10)) * 60
              + Long.parseLong(validity.substring(10, 12));
      assertTrue(seconds == Math.max(1, left / 1000), "validity_period is not what is left");
    }

    private void answer(Pdu.SubmitSm submit, Trace trace) {
      int sequenceNumber = submit.sequenceNumber();
      int status = chance(temper.throttles()) ? 0x58 : chance(temper.rejects()) ? 0x45 : 0;
      String id = status == 0 ? "m" + ++messageIds : "";
      trace.statuses.add(status);
      trace.ids.add(id);
      respond(new Pdu.SubmitSmResp(sequenceNumber, status, id));
      if (status == 0 && chance(0.8)) {
        receipt(id);
      }
    }

    private void receipt(String id) {
      String text = "id:" + id + " sub:001 dlvrd:001 stat:DELIVRD err:000 text:";
      ShortMessage message =
          new ShortMessage(
              "",
              Address.EMPTY,
              Address.EMPTY,
              4,
              0,
              0,
              "",
              "",
              0,
              0,
              0,
              0,
              text.getBytes(StandardCharsets.ISO_8859_1),
              List.of(new Tlv(Tlv.MESSAGE_STATE, new byte[] {2})));
      send(random.nextInt(500), new Pdu.DeliverSm(sequence++, message));
    }

    private void respond(Pdu response) {
      if (chance(temper.losesResponse())) {
        return;
      }
      long delay =
          chance(temper.lateResponse())
              ? responseTimeout + random.nextInt(3_000)
              : random.nextInt(temper.responseMillisMax());
      send(delay, response);
      if (chance(temper.repeatsResponse())) {
        send(delay + random.nextInt(50), response);
      }
    }

    @Override
    public boolean congested() {
      return congested;
    }

    @Override
    public void reading(boolean enabled) {
      reading = enabled;
      if (enabled) {
        List<Runnable> waiting = List.copyOf(unread);
        unread.clear();
        waiting.forEach(delivery -> time.after(0, () -> arrive(delivery)));
      }
    }

    @Override
    public void close() {
      if (isOpen) {
        isOpen = false;
        alive.remove(this);
        time.after(0, () -> events.closed("closed"));
      }
    }
  }
}
