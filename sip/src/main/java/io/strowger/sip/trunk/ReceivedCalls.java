package io.strowger.sip.trunk;

import io.strowger.sip.call.DigestSession;
import io.strowger.sip.call.ReceivedCall;
import io.strowger.sip.call.ReceivedCommand;
import io.strowger.sip.call.ReceivedEvent;
import io.strowger.sip.call.ReceivedSession;
import io.strowger.sip.media.MediaUnavailable;
import io.strowger.sip.media.Negotiation;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.NameAddress;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.SipUri;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transaction.TransactionInput;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to numbers of our own, from the servers of the trunks alone: answered, and listened to for
 * keys. A handful at once; on the engine's thread.
 */
final class ReceivedCalls {
  private static final Logger log = LoggerFactory.getLogger(ReceivedCalls.class);
  static final int CALLS_MAX = 8;
  private static final int KEYS_MAX = 64;

  /** With those that are silent, and whose BYE waits for its answer. */
  static final int REMEMBERED_MAX = 64;

  private final TrunkEngine engine;
  private final TrunkMedia media;
  private final Heard heard;
  private final Map<String, Received> byCallId = new HashMap<>();
  private final Map<Long, Received> byKey = new HashMap<>();

  /** Hears what was keyed: from a {@code *} to a {@code #}, both left out. */
  interface Heard {
    void keys(String trunk, String number, String keys);
  }

  /** One of them, with what is not of its pure part. */
  private static final class Received {
    final TrunkLine trunk;
    final Target target;
    final String number;
    final TrunkMedia.Line line;
    final StringBuilder keys = new StringBuilder();
    ReceivedCall state;
    boolean silent;

    Received(
        TrunkLine trunk, Target target, String number, TrunkMedia.Line line, ReceivedCall state) {
      this.trunk = trunk;
      this.target = target;
      this.number = number;
      this.line = line;
      this.state = state;
    }
  }

  ReceivedCalls(TrunkEngine engine, TrunkMedia media, Heard heard) {
    this.engine = engine;
    this.media = media;
    this.heard = heard;
  }

  int open() {
    return byCallId.size();
  }

  long nextAlarmMillis() {
    long at = Long.MAX_VALUE;
    for (Received call : byCallId.values()) {
      at = Math.min(at, call.state.nextAlarmMillis());
    }
    return at;
  }

  void wake() {
    for (Received call : List.copyOf(byCallId.values())) {
      if (call.state.nextAlarmMillis() <= engine.now()) {
        on(call, new ReceivedEvent.Tick(call.silent ? 0 : call.line.packetsReceived()));
      }
    }
  }

  void hangUpAll() {
    List.copyOf(byCallId.values()).forEach(call -> on(call, new ReceivedEvent.HangUp()));
  }

  void acknowledged(long key, SipRequest ack) {
    on(byKey.get(key), new ReceivedEvent.Ack(ack));
  }

  void ackMissing(long key) {
    on(byKey.get(key), new ReceivedEvent.AckMissing());
  }

  void cancelled(long key) {
    on(byKey.get(key), new ReceivedEvent.Cancelled());
  }

  /**
   * A request that is of no call of ours.
   *
   * @return false when it is not for us either, and a stranger's
   */
  boolean requested(long key, SipRequest request, Flow flow) {
    if (request.toTag() != null) {
      Received call = byCallId.get(request.callId());
      if (call == null || !call.state.isTo(request.toTag())) {
        return false;
      }
      on(call, new ReceivedEvent.Request(key, request));
      return true;
    }
    Caller caller = request.method().equals("INVITE") ? from(flow) : null;
    String number = caller == null ? null : number(request, caller.trunk());
    if (caller == null || number == null) {
      return false;
    }
    SipResponse refusal = invited(key, request, caller, number, flow);
    if (refusal != null) {
      answer(key, refusal);
    }
    return true;
  }

  /** A trunk, and the one of its servers that sent something. */
  private record Caller(TrunkLine trunk, Target server) {
    /**
     * Where our requests go whose Contact names no address, by the transport that the call came
     * over. The port that a connection comes from takes none: they go to the server's own.
     */
    Target wayBack(Flow flow) {
      Transport transport = flow.transport();
      if (transport == Transport.UDP) {
        return Target.of(transport, flow.remote());
      }
      if (transport == server.transport()) {
        return server;
      }
      int port = transport == Transport.TLS ? Hop.port(0, transport) : server.address().getPort();
      return Hop.target(
          transport,
          new InetSocketAddress(server.address().getAddress(), port),
          trunk.settings().peer());
    }
  }

  /**
   * Who this message is from: its address is a trunk's, and it came in the agreed secrecy. A trunk
   * whose own transport it came over goes before others at the same address.
   */
  private @Nullable Caller from(Flow flow) {
    Caller other = null;
    for (TrunkLine line : engine.lines()) {
      for (Target server : line.servers()) {
        boolean open = server.transport() == Transport.TLS && flow.transport() != Transport.TLS;
        if (open || !server.address().getAddress().equals(flow.remote().getAddress())) {
          continue;
        }
        if (server.transport() == flow.transport()) {
          return new Caller(line, server);
        }
        other = other == null ? new Caller(line, server) : other;
      }
    }
    return other;
  }

  /** Which of our own numbers is called, as E.164 digits: by request URI, else by To. */
  private @Nullable String number(SipRequest invite, TrunkLine trunk) {
    String asked = own(digits(SipUri.parse(invite.requestUri())), trunk);
    if (asked != null) {
      return asked;
    }
    String header = invite.header("To");
    NameAddress to = header == null ? null : NameAddress.parse(header);
    return own(digits(to == null ? null : to.sipUri()), trunk);
  }

  /** Written internationally, or as the trunk wants numbers from us. */
  private @Nullable String own(String written, TrunkLine trunk) {
    for (String number : engine.ownNumbers()) {
      if (written.equals(number) || written.equals(trunk.settings().numbers().write(number))) {
        return number;
      }
    }
    return null;
  }

  private static String digits(@Nullable SipUri uri) {
    String user = uri == null ? "" : uri.user();
    int end = user.indexOf(';');
    String bare = (end < 0 ? user : user.substring(0, end)).replaceAll("[-.()]", "");
    return bare.startsWith("+")
        ? bare.substring(1)
        : bare.startsWith("00") ? bare.substring(2) : bare;
  }

  /** Takes the call; else with what it is refused. */
  private @Nullable SipResponse invited(
      long key, SipRequest invite, Caller caller, String number, Flow flow) {
    TrunkLine trunk = caller.trunk();
    String tag = engine.token();
    SipResponse refusal = ReceivedSession.refusal(invite, tag);
    if (refusal != null) {
      return refusal;
    }
    if (byCallId.containsKey(invite.callId())) {
      return refused(invite, 482, tag);
    }
    long heard = byCallId.values().stream().filter(call -> !call.silent).count();
    if (heard >= CALLS_MAX || byCallId.size() >= REMEMBERED_MAX || engine.isStopping()) {
      return refused(invite, 486, tag);
    }
    Target target = caller.wayBack(flow);
    Ear ear = new Ear();
    TrunkMedia.Line line;
    try {
      line = media.open(trunk.settings().media(), ear);
    } catch (MediaUnavailable e) {
      return refused(invite, 503, tag);
    }
    line.hearKeysTwice();
    String offer = new String(invite.body(), StandardCharsets.UTF_8);
    String sdp =
        offer.isEmpty()
            ? line.offer()
            : line.offered(offer) instanceof Negotiation.Agreed agreed ? agreed.localSdp() : null;
    if (sdp == null) {
      line.close();
      return refused(invite, 488, tag);
    }
    String contact = Dialled.contact(engine.local(target), flow.transport());
    DigestSession digest =
        DigestSession.begin(trunk.digest().inOrder(engine.now()), engine.token());
    ReceivedSession.Step step =
        ReceivedSession.begin(key, invite, tag, contact, sdp, digest, engine.now());
    Received call = new Received(trunk, target, number, line, step.next());
    ear.call = call;
    byCallId.put(invite.callId(), call);
    byKey.put(key, call);
    for (ReceivedCommand command : step.commands()) {
      carryOut(call, command, new ArrayDeque<>());
    }
    return null;
  }

  private static SipResponse refused(SipRequest invite, int status, String tag) {
    return SipResponse.to(invite, status).toTag(tag).build();
  }

  private void answer(long key, SipResponse response) {
    engine.step(new TransactionInput.Answer(key, response));
  }

  private void on(@Nullable Received call, ReceivedEvent first) {
    if (call == null || byCallId.get(call.state.invite().callId()) != call) {
      return;
    }
    Deque<ReceivedEvent> events = new ArrayDeque<>();
    events.add(first);
    try {
      for (ReceivedEvent event = events.poll(); event != null; event = events.poll()) {
        ReceivedSession.Step step = ReceivedSession.step(call.state, event, engine.now());
        call.state = step.next();
        for (ReceivedCommand command : step.commands()) {
          carryOut(call, command, events);
        }
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      // A message that cannot be built from what the far end wrote.
      log.warn("a call to a number of our own is given up", e);
      forget(call);
    }
  }

  private void forget(Received call) {
    if (byCallId.remove(call.state.invite().callId(), call)) {
      byKey.remove(call.state.key(), call);
      silence(call);
    }
  }

  private static void silence(Received call) {
    if (!call.silent) {
      call.silent = true;
      call.line.close();
    }
  }

  private void carryOut(Received call, ReceivedCommand command, Deque<ReceivedEvent> events) {
    switch (command) {
      case ReceivedCommand.Answer(long key, SipResponse response) -> answer(key, response);
      case ReceivedCommand.Silence _ -> silence(call);
      case ReceivedCommand.Send(SipRequest request, String hop) -> {
        var _ = engine.send(request, Hop.of(hop, call.target), new Reply(call));
      }
      case ReceivedCommand.Describe(String sdp) -> {
        if (call.line.answered(sdp) instanceof Negotiation.Refused) {
          events.add(new ReceivedEvent.MediaRefused());
        }
      }
      case ReceivedCommand.Negotiate(long key, SipRequest request, String sdp) ->
          events.add(
              new ReceivedEvent.Negotiated(
                  key,
                  request,
                  call.line.offered(sdp) instanceof Negotiation.Agreed agreed
                      ? agreed.localSdp()
                      : null));
      case ReceivedCommand.KeyHeard(char key) -> key(call, key);
      case ReceivedCommand.Ended _ -> forget(call);
    }
  }

  private void key(Received call, char key) {
    switch (key) {
      case '*' -> call.keys.setLength(0);
      case '#' -> {
        if (!call.keys.isEmpty()) {
          heard.keys(call.trunk.id(), call.number, call.keys.toString());
          call.keys.setLength(0);
        }
      }
      default -> {
        if (call.keys.length() < KEYS_MAX) {
          call.keys.append(key);
        }
      }
    }
  }

  /** Answers to our BYE. */
  private final class Reply implements Outbox.Waiter {
    private final Received call;

    Reply(Received call) {
      this.call = call;
    }

    @Override
    public void answered(SipResponse response, long now) {
      DigestSession before = call.state.digest();
      on(call, new ReceivedEvent.Answered(response));
      DigestSession shown = call.state.digest();
      call.trunk.digest().dropped(before, shown, "BYE", now);
      if (response.success()) {
        call.trunk.digest().accepted(shown, "BYE", now);
      }
    }

    @Override
    public void lost(String cause, long now) {
      on(call, new ReceivedEvent.Lost());
    }
  }

  /** What the media says; taken up in the next round. */
  private final class Ear implements TrunkMedia.Events {
    private @Nullable Received call;

    @Override
    public void seen() {}

    @Override
    public void key(char key) {
      Received current = call;
      if (current != null) {
        engine.later(() -> {
          if (!current.silent) {
            ReceivedCalls.this.key(current, key);
          }
        });
      }
    }

    @Override
    public void playEnded(long play) {}

    @Override
    public void sounds(io.strowger.sip.media.InboundAudio audio) {}
  }
}
