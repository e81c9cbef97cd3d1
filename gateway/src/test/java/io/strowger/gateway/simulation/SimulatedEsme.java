package io.strowger.gateway.simulation;

import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.receipt.Receipt;
import io.strowger.smpp.receipt.ReceiptParser;
import io.strowger.smpp.receipt.ReceiptState;
import io.strowger.smpp.server.ServerEngine;
import io.strowger.smpp.server.ServerSettings;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An auth server that speaks SMPP and is in no hurry to behave: it binds, submits, disconnects in
 * the middle, comes back, and sometimes leaves before it has answered a receipt.
 */
final class SimulatedEsme {
  private static final List<LongSubmit.Form> FORMS = List.of(LongSubmit.Form.values());
  static final String SYSTEM_ID = "idp";
  static final String PASSWORD = "secret08";
  static final Address SENDER = new Address(5, 0, "IDP");
  private static final int RESPONSE_MILLIS_MAX = 40;
  private static final int LONG_MILLIS = 45_000;
  private static final int TRIES_MAX = 8;

  private final Timeline timeline;
  private final SplittableRandom random;
  private final Witness witness;
  private @Nullable ServerEngine server;
  private ServerSettings.@Nullable Listener listener;
  private @Nullable Session session;
  private boolean calm;
  private int references;

  SimulatedEsme(Timeline timeline, SplittableRandom random, Witness witness) {
    this.timeline = timeline;
    this.random = random;
    this.witness = witness;
  }

  /** A node is there, or none is. */
  void serves(@Nullable ServerEngine engine, ServerSettings.@Nullable Listener at) {
    server = engine;
    listener = at;
    Session before = session;
    if (before != null) {
      before.lost();
    }
    if (engine != null) {
      timeline.in(1 + random.nextInt(50), this::connect);
    }
  }

  /** From now on it stays, and takes what it is owed. */
  void calmDown() {
    calm = true;
  }

  boolean isBound() {
    Session open = session;
    return open != null && open.bound;
  }

  /** Sends a request; told null when nobody answers it any more. False when it is not bound. */
  private boolean ask(Pdu.Request request, Consumer<Pdu.@Nullable Response> answer) {
    Session bound = session;
    if (bound == null || !bound.bound) {
      return false;
    }
    bound.ask(request, answer);
    if (!calm && random.nextInt(14) == 0) {
      timeline.in(random.nextInt(10), bound::lost);
    }
    return true;
  }

  private int next() {
    Session bound = session;
    return bound == null ? 0 : ++bound.sequence;
  }

  // ---- what it asks ----

  private static String validity(long ttlMillis) {
    long seconds = Math.max(1, ttlMillis / 1_000);
    return "00000000%02d%02d000R".formatted(seconds / 60, seconds % 60);
  }

  /** One submit_sm of an ASCII text; false when it is not bound just then. */
  boolean submit(String to, String text, long ttlMillis) {
    ShortMessage message =
        text.length() > 160
            ? LongSubmit.payload(to, text, validity(ttlMillis))
            : LongSubmit.plain(to, text, validity(ttlMillis));
    return ask(
        new Pdu.SubmitSm(next(), message),
        response -> {
          if (response instanceof Pdu.SubmitSmResp resp && resp.commandStatus() == 0) {
            witness.esmes.accepts(to, resp.messageId());
            follow(to, resp.messageId(), text);
          } else if (response != null) {
            witness.refused();
          }
        });
  }

  /** Sometimes it asks, changes its mind, or its text. */
  private void follow(String to, String id, String text) {
    int when = 1 + random.nextInt(1_500);
    switch (random.nextInt(8)) {
      case 0 -> timeline.in(when, () -> query(id));
      case 1 -> timeline.in(random.nextInt(400), () -> cancel(id));
      case 2 -> timeline.in(random.nextInt(60), () -> replace(to, id, text));
      default -> {}
    }
  }

  private void query(String id) {
    Ledger.Line line = witness.ledger.find(MessageId.parse(id));
    MessageState.Final ended = line == null ? null : line.end;
    var _ =
        ask(
            new Pdu.QuerySm(next(), id, SENDER),
            response -> {
              if (response instanceof Pdu.QuerySmResp resp && resp.commandStatus() == 0) {
                witness.esmes.queried(id, ended, ReceiptState.ofMessageState(resp.messageState()));
              }
            });
  }

  private void cancel(String id) {
    var _ =
        ask(
            new Pdu.CancelSm(next(), "", id, SENDER, Address.EMPTY),
            response -> {
              if (response != null && response.commandStatus() == 0) {
                witness.esmes.cancelled(id);
              }
            });
  }

  private void replace(String to, String id, String before) {
    String after = "Rather " + before;
    if (after.length() > 160) {
      return;
    }
    witness.asks(new Witness.Asked(to, after, 0));
    byte[] octets = after.getBytes(StandardCharsets.US_ASCII);
    var _ =
        ask(
            new Pdu.ReplaceSm(next(), id, SENDER, "", "", 1, 0, octets, List.of()),
            response -> {
              if (response != null && response.commandStatus() == 0) {
                witness.esmes.replaced(to, id, before, after);
              }
            });
  }

  /** A long text in parts: all at once or one by one, perhaps one never, perhaps one twice. */
  void submitLong(String to, String text, long ttlMillis) {
    LongSubmit.Form form = FORMS.get(random.nextInt(FORMS.size()));
    LongSubmit submit = new LongSubmit(to, text, validity(ttlMillis), form, references++ & 0xFF);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < submit.count(); i++) {
      order.add(random.nextInt(order.size() + 1), i);
    }
    switch (random.nextInt(6)) {
      case 0 -> order.removeLast();
      case 1 -> order.add(random.nextInt(order.size() + 1), order.getFirst());
      default -> {}
    }
    if (random.nextBoolean()) {
      order.forEach(index ->
          timeline.in(random.nextInt(120), () -> sendPart(submit, index, TRIES_MAX, null)));
    } else {
      sendNext(submit, order, 0);
    }
    timeline.in(LONG_MILLIS, () -> witness.esmes.longMessageEnds(submit));
  }

  private void sendNext(LongSubmit submit, List<Integer> order, int place) {
    if (place < order.size() && !submit.isRefused()) {
      Runnable next = () -> sendNext(submit, order, place + 1);
      sendPart(submit, order.get(place), TRIES_MAX, next);
    }
  }

  /** What is not answered, or not just now, is sent again; what is refused for good is left. */
  private void sendPart(LongSubmit submit, int index, int tries, @Nullable Runnable then) {
    if (tries == 0) {
      return;
    }
    Runnable again =
        () ->
            timeline.in(100 + random.nextInt(400), () -> sendPart(submit, index, tries - 1, then));
    if (!isBound()) {
      again.run();
      return;
    }
    var _ =
        ask(
            new Pdu.SubmitSm(next(), submit.send(index)),
            response -> {
              if (response instanceof Pdu.SubmitSmResp resp && resp.commandStatus() == 0) {
                submit.accepted(index, resp.messageId());
                witness.esmes.acceptsPart(submit.to(), resp.messageId());
                if (then != null) {
                  then.run();
                }
              } else if (response == null || isForNow(response.commandStatus())) {
                again.run();
              } else {
                submit.refused();
                witness.refused();
              }
            });
  }

  private static boolean isForNow(int status) {
    return status == CommandStatus.ESME_RMSGQFUL.value()
        || status == CommandStatus.ESME_RTHROTTLED.value();
  }

  // ---- its connection ----

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
    private final Map<Integer, Consumer<Pdu.@Nullable Response>> unanswered = new HashMap<>();
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

    void ask(Pdu.Request request, Consumer<Pdu.@Nullable Response> answer) {
      unanswered.put(request.sequenceNumber(), answer);
      send(request);
    }

    @Override
    public void write(Pdu pdu) {
      if (gone) {
        return;
      }
      switch (pdu) {
        case Pdu.BindResp resp -> bound = resp.commandStatus() == 0;
        case Pdu.DeliverSm deliver ->
            timeline.in(1 + random.nextInt(RESPONSE_MILLIS_MAX), () -> take(deliver));
        case Pdu.EnquireLink enquiry ->
            timeline.in(1, () -> send(new Pdu.EnquireLinkResp(enquiry.sequenceNumber(), 0)));
        case Pdu.Unbind unbind ->
            timeline.in(1, () -> send(new Pdu.UnbindResp(unbind.sequenceNumber(), 0)));
        case Pdu.Response response -> answered(response);
        default -> {}
      }
    }

    private void answered(Pdu.Response response) {
      Consumer<Pdu.@Nullable Response> answer = unanswered.remove(response.sequenceNumber());
      if (answer == null) {
        witness.violated("an answer nobody asked for");
      } else {
        answer.accept(response);
      }
    }

    private void take(Pdu.DeliverSm deliver) {
      if (gone) {
        return;
      }
      if (!calm && random.nextInt(10) == 0) {
        lost();
        return;
      }
      Receipt receipt = ReceiptParser.parse(deliver.message());
      if (receipt == null) {
        witness.violated("a deliver_sm that is no receipt");
      } else {
        witness.esmes.hears(receipt.messageId(), receipt.state());
      }
      send(new Pdu.DeliverSmResp(deliver.sequenceNumber(), 0, ""));
    }

    /** Gone without a word of goodbye, by its own wish or with the node. */
    void lost() {
      ServerEngine.Connection open = connection;
      if (gone || open == null) {
        return;
      }
      gone = true;
      if (session == this) {
        session = null;
        timeline.in(20 + random.nextInt(1_500), SimulatedEsme.this::connect);
      }
      if (server != null) {
        open.closed(timeline.now());
      }
      List.copyOf(unanswered.values()).forEach(answer -> answer.accept(null));
      unanswered.clear();
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
      timeline.in(0, this::lost);
    }
  }
}
