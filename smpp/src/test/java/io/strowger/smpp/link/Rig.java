package io.strowger.smpp.link;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.CarrierSettings.Flow;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierSettings.Profile;
import io.strowger.smpp.link.CarrierSettings.Timers;
import io.strowger.smpp.link.ScriptedTransport.ScriptedConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** An engine on a scripted transport, a clock that the test moves, and all that was reported. */
final class Rig implements SmppCarrierListener {
  static final long START = 1_800_000_000_000L;
  static final String DESTINATION = "393331234567";

  final ScriptedTransport transport = new ScriptedTransport();
  final List<SubmitOutcome> outcomes = new ArrayList<>();
  final List<InboundReceipt> receipts = new ArrayList<>();
  final List<CarrierStatus> statuses = new ArrayList<>();
  final CarrierEngine engine;
  long now = START;
  long wakeAt;
  int mobileOriginated;

  Rig(CarrierSettings settings) {
    engine = new CarrierEngine(settings, transport, this, new Random(1));
    poll();
  }

  static CarrierSettings settings(int links) {
    return new CarrierSettings(
        "alpha",
        new CarrierSettings.Bind("strowger", "secret", "", 0x34, BindMode.TRANSCEIVER, ""),
        new Flow(10, 0, 1000),
        Timers.DEFAULT,
        Profile.DEFAULT,
        links(links));
  }

  static List<Link> links(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> new Link("alpha-" + i, List.of(new HostPort("smsc" + i, 2775)), null, null))
        .toList();
  }

  static CarrierSettings with(CarrierSettings settings, Flow flow) {
    return new CarrierSettings(
        settings.id(),
        settings.bind(),
        flow,
        settings.timers(),
        settings.profile(),
        settings.links());
  }

  static CarrierSettings with(CarrierSettings settings, CarrierSettings.Bind bind) {
    return new CarrierSettings(
        settings.id(),
        bind,
        settings.flow(),
        settings.timers(),
        settings.profile(),
        settings.links());
  }

  static CarrierSettings with(CarrierSettings settings, Profile profile) {
    return new CarrierSettings(
        settings.id(),
        settings.bind(),
        settings.flow(),
        settings.timers(),
        profile,
        settings.links());
  }

  static CarrierSettings with(CarrierSettings settings, List<Link> links) {
    return new CarrierSettings(
        settings.id(),
        settings.bind(),
        settings.flow(),
        settings.timers(),
        settings.profile(),
        links);
  }

  static CarrierSettings with(CarrierSettings settings, Timers timers) {
    return new CarrierSettings(
        settings.id(),
        settings.bind(),
        settings.flow(),
        timers,
        settings.profile(),
        settings.links());
  }

  /** An engine whose links are all bound. */
  static Rig bound(CarrierSettings settings) {
    Rig rig = new Rig(settings);
    List.copyOf(rig.transport.connections).forEach(rig::bind);
    return rig;
  }

  void poll() {
    wakeAt = engine.poll(now);
  }

  /** Moves the clock, polling whenever the engine asked for it. */
  void advance(long millis) {
    long end = now + millis;
    while (wakeAt <= end) {
      now = Math.max(now, wakeAt);
      poll();
    }
    now = end;
    poll();
  }

  /** Plays the SMSC that accepts the connection and the bind. */
  void bind(ScriptedConnection connection) {
    connection.events.connected();
    poll();
    Pdu.Bind bind = connection.taken(Pdu.Bind.class).getFirst();
    receive(connection, new Pdu.BindResp(bind.sequenceNumber(), 0, bind.type(), "smsc", 0x34));
  }

  void receive(ScriptedConnection connection, Pdu pdu) {
    connection.events.received(pdu);
    poll();
  }

  void submit(Submission... batch) {
    engine.submit(List.of(batch), now);
    poll();
  }

  Submission submission(String context) {
    return submission(context, "Your code is 123456", now + 60_000);
  }

  Submission submission(String context, String text, long deadline) {
    return new Submission(context, DESTINATION, null, text, deadline, 0, null);
  }

  Submission avoiding(String context, String link) {
    return new Submission(context, DESTINATION, null, "Hello", now + 60_000, 0, link);
  }

  ScriptedConnection connection(int index) {
    return transport.connections.get(index);
  }

  @Override
  public void outcomes(String carrier, List<SubmitOutcome> batch) {
    outcomes.addAll(batch);
  }

  @Override
  public void receipts(String carrier, List<InboundReceipt> batch) {
    receipts.addAll(batch);
  }

  @Override
  public void statusChanged(CarrierStatus status) {
    statuses.add(status);
  }

  @Override
  public void mobileOriginated(String carrier, String link) {
    mobileOriginated++;
  }
}
