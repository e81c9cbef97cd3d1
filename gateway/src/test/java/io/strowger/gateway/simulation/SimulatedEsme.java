package io.strowger.gateway.simulation;

import io.strowger.gateway.message.MessageId;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.receipt.Receipt;
import io.strowger.smpp.receipt.ReceiptParser;
import io.strowger.smpp.server.ServerEngine;
import io.strowger.smpp.server.ServerSettings;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * An auth server that speaks SMPP and is in no hurry to behave: it binds, submits, disconnects in
 * the middle, comes back, and sometimes leaves before it has answered a receipt.
 */
final class SimulatedEsme {
  static final String SYSTEM_ID = "idp";
  static final String PASSWORD = "secret08";
  private static final int RESPONSE_MILLIS_MAX = 40;

  private final Timeline timeline;
  private final SplittableRandom random;
  private final Witness witness;
  private @Nullable ServerEngine server;
  private ServerSettings.@Nullable Listener listener;
  private @Nullable Session session;
  private boolean calm;

  SimulatedEsme(Timeline timeline, SplittableRandom random, Witness witness) {
    this.timeline = timeline;
    this.random = random;
    this.witness = witness;
  }

  /** A node is there, or none is. */
  void serves(@Nullable ServerEngine engine, ServerSettings.@Nullable Listener at) {
    server = engine;
    listener = at;
    session = null;
    if (engine != null) {
      timeline.in(1 + random.nextInt(50), this::connect);
    }
  }

  /** From now on it stays, and takes what it is owed. */
  void calmDown() {
    calm = true;
  }

  /** False when it is not bound just then. */
  boolean submit(String to, String text, long ttlMillis) {
    Session bound = session;
    if (bound == null || !bound.bound) {
      return false;
    }
    bound.submit(to, text, ttlMillis);
    if (!calm && random.nextInt(12) == 0) {
      timeline.in(random.nextInt(10), bound::leave);
    }
    return true;
  }

  private void connect() {
    ServerEngine engine = server;
    ServerSettings.Listener at = listener;
    if (engine == null || at == null || session != null) {
      return;
    }
    Session fresh = new Session();
    ServerEngine.Connection connection =
        engine.connected(fresh, at, InetAddress.getLoopbackAddress(), timeline.now());
    if (connection == null) {
      timeline.in(200, this::connect);
      return;
    }
    session = fresh;
    fresh.connection = connection;
    fresh.send(new Pdu.Bind(1, BindType.TRANSCEIVER, SYSTEM_ID, PASSWORD, "", 0x34, Address.EMPTY));
  }

  private final class Session implements ServerEngine.Peer {
    private ServerEngine.@Nullable Connection connection;
    private final Map<Integer, String> unanswered = new HashMap<>();
    private int sequence = 1;
    private boolean bound;
    private boolean gone;

    void send(Pdu pdu) {
      ServerEngine.Connection open = connection;
      if (open != null && !gone) {
        open.received(pdu, timeline.now());
        open.readComplete(false, timeline.now());
      }
    }

    void submit(String to, String text, long ttlMillis) {
      int number = ++sequence;
      unanswered.put(number, to);
      long seconds = Math.max(1, ttlMillis / 1_000);
      send(
          new Pdu.SubmitSm(
              number,
              new ShortMessage(
                  "",
                  new Address(5, 0, "IDP"),
                  new Address(1, 1, to.substring(1)),
                  0,
                  0,
                  0,
                  "",
                  "00000000%02d%02d000R".formatted(seconds / 60, seconds % 60),
                  1,
                  0,
                  0,
                  0,
                  text.getBytes(StandardCharsets.US_ASCII),
                  List.of())));
    }

    @Override
    public void write(Pdu pdu) {
      if (gone) {
        return;
      }
      switch (pdu) {
        case Pdu.BindResp resp -> bound = resp.commandStatus() == 0;
        case Pdu.SubmitSmResp resp -> answered(resp);
        case Pdu.DeliverSm deliver ->
            timeline.in(1 + random.nextInt(RESPONSE_MILLIS_MAX), () -> take(deliver));
        case Pdu.EnquireLink enquiry ->
            timeline.in(1, () -> send(new Pdu.EnquireLinkResp(enquiry.sequenceNumber(), 0)));
        case Pdu.Unbind unbind ->
            timeline.in(1, () -> send(new Pdu.UnbindResp(unbind.sequenceNumber(), 0)));
        default -> {}
      }
    }

    private void answered(Pdu.SubmitSmResp resp) {
      String to = unanswered.remove(resp.sequenceNumber());
      if (to == null) {
        witness.violated("an answer nobody asked for");
      } else if (resp.commandStatus() == 0) {
        witness.promisesByEsme(to, MessageId.parse(resp.messageId()));
      } else {
        witness.refused();
      }
    }

    private void take(Pdu.DeliverSm deliver) {
      if (gone) {
        return;
      }
      if (!calm && random.nextInt(10) == 0) {
        leave();
        return;
      }
      Receipt receipt = ReceiptParser.parse(deliver.message());
      if (receipt == null) {
        witness.violated("a deliver_sm that is no receipt");
      } else {
        witness.esmeHears(receipt.messageId(), receipt.state());
      }
      send(new Pdu.DeliverSmResp(deliver.sequenceNumber(), 0, ""));
    }

    /** Without a word of goodbye. */
    void leave() {
      ServerEngine.Connection open = connection;
      if (gone || open == null) {
        return;
      }
      gone = true;
      open.closed(timeline.now());
      if (session == this) {
        session = null;
        timeline.in(20 + random.nextInt(1_500), SimulatedEsme.this::connect);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void reading(boolean enabled) {}

    @Override
    public void limit(int pduOctetsMax) {}

    @Override
    public @Nullable String tlsSubject() {
      return null;
    }

    @Override
    public void close() {
      timeline.in(0, this::leave);
    }
  }
}
