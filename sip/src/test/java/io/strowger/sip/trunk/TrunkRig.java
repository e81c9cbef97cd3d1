package io.strowger.sip.trunk;

import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.CallReport;
import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.Direction;
import io.strowger.sip.media.G711;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.media.MediaUnavailable;
import io.strowger.sip.media.Negotiation;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.prompt.ScriptResult;
import io.strowger.sip.transaction.TransactionTimers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An engine whose network, media, names and clock are in the test's hand. */
final class TrunkRig implements TrunkNetwork, TrunkMedia, TrunkNames, SipCarrierListener {
  static final long START = 1_700_000_000_000L;
  static final String SDP = "v=0\r\no=- 7 7 IN IP4 198.51.100.7\r\n";
  static final PromptPack PACK = pack();

  final List<SipRequest> requests = new ArrayList<>();
  final List<SipResponse> answers = new ArrayList<>();
  final Map<SipRequest, Target> targets = new HashMap<>();
  final List<CallReport> reports = new ArrayList<>();
  final Map<String, ScriptResult> results = new HashMap<>();
  final List<String> seen = new ArrayList<>();
  final List<String> keyed = new ArrayList<>();
  final List<FakeLine> lines = new ArrayList<>();
  final List<TrunkNames.Answer> lookups = new ArrayList<>();
  final TrunkEngine engine;
  boolean mediaFull;
  long now = START;
  long next;
  @Nullable SipCarrierStatus told;
  private long tokens;

  TrunkRig(TrunkSettings... trunks) {
    this(TransactionTimers.STANDARD, trunks);
  }

  TrunkRig(TransactionTimers timers, TrunkSettings... trunks) {
    engine =
        new TrunkEngine(
            new SipCarrierSettings("alpha", List.of(trunks)),
            this,
            this,
            this,
            this,
            () -> "token" + ++tokens,
            timers);
    poll();
  }

  private static PromptPack pack() {
    try {
      return PromptPack.builtIn("en");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A trunk that is never asked how it is. */
  static TrunkSettings trunk(String id, int host, int priority, int concurrent, int perSecond) {
    TrunkSettings plain =
        TrunkSettings.of(
            id,
            TrunkSettings.Peer.of("192.0.2." + host, 5060, Transport.UDP),
            TrunkSettings.Caller.of("39029876543"));
    return new TrunkSettings(
        id,
        priority,
        plain.peer(),
        List.of(),
        null,
        plain.caller(),
        plain.numbers(),
        new TrunkSettings.Limits(concurrent, perSecond),
        new TrunkSettings.Health(3, 2, 0, 5_000, 4_000),
        plain.features(),
        plain.media());
  }

  static TrunkSettings trunk(String id, int host, int priority) {
    return trunk(id, host, priority, 10, 100);
  }

  void poll() {
    next = engine.poll(now);
  }

  void at(long millis) {
    now = millis;
    poll();
  }

  /** Lets time pass from alarm to alarm. */
  void pass(long millis) {
    long end = now + millis;
    for (int i = 0; i < 10_000 && next <= end; i++) {
      now = Math.max(now, next);
      poll();
    }
    at(end);
  }

  void place(String reference) {
    place(reference, 60_000);
  }

  void place(String reference, long millis) {
    place(reference, millis, null);
  }

  void place(String reference, long millis, @Nullable String avoidTrunk) {
    engine.place(
        new CallOrder(
            reference,
            "390612345678",
            new CodeScript("47", false, '1', 0),
            PACK,
            now + millis,
            now + millis,
            CallLimits.DEFAULT,
            avoidTrunk));
    poll();
  }

  SipRequest last(String method) {
    for (int i = requests.size() - 1; i >= 0; i--) {
      if (requests.get(i).method().equals(method)) {
        return requests.get(i);
      }
    }
    throw new AssertionError("no " + method + " was sent");
  }

  long count(String method) {
    return requests.stream().filter(request -> request.method().equals(method)).count();
  }

  /** The last octet of where the last request of this method went. */
  int host(String method) {
    Target target = targets.get(last(method));
    if (target == null) {
      throw new AssertionError("no target");
    }
    return target.address().getAddress().getAddress()[3];
  }

  void answer(SipRequest request, int status, String... headers) {
    SipResponse.Builder builder = SipResponse.to(request, status).toTag("far" + request.callId());
    if (status > 100 && status < 300 && request.method().equals("INVITE")) {
      builder.header("Contact", "<sip:far@192.0.2.99:5099>");
    }
    for (String header : headers) {
      int colon = header.indexOf(':');
      builder.header(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    if (status == 200 && request.method().equals("INVITE")) {
      builder.body("application/sdp", SDP.getBytes(StandardCharsets.UTF_8));
    }
    engine.received(new SipReading.Message(builder.build()), flow());
    poll();
  }

  void answer(String method, int status, String... headers) {
    answer(last(method), status, headers);
  }

  void asked(SipRequest request) {
    engine.received(new SipReading.Message(request), flow());
    poll();
  }

  /** A request of the far end in the dialog that this INVITE began. */
  SipRequest within(SipRequest invite, String method, int cseq) {
    return SipRequest.builder(method, "sip:strowger@192.0.2.200:5060")
        .header("Via", "SIP/2.0/UDP 192.0.2.99:5099;branch=z9hG4bK" + method + cseq)
        .header("From", invite.header("To") + ";tag=far" + invite.callId())
        .header("To", String.valueOf(invite.header("From")))
        .header("Call-ID", invite.callId())
        .header("CSeq", cseq + " " + method)
        .build();
  }

  static Flow flow() {
    return new Flow(
        Transport.UDP,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 5099),
        0);
  }

  CallReport only() {
    if (reports.size() != 1) {
      throw new AssertionError(reports.size() + " ends; seen " + seen);
    }
    return reports.getFirst();
  }

  /** Everything that plays is heard at once. */
  void listen() {
    for (int i = 0; i < 20; i++) {
      for (FakeLine line : List.copyOf(lines)) {
        if (line.playing && !line.closed) {
          line.playing = false;
          line.events.playEnded(line.plays);
        }
      }
      poll();
    }
  }

  /** The whole script, its question for a key left unanswered. */
  void hearAll() {
    listen();
    pass(5_100);
    listen();
  }

  @Override
  public void send(SipMessage message, Target target) {
    if (message instanceof SipRequest request) {
      requests.add(request);
      targets.put(request, target);
    }
  }

  @Override
  public void send(SipMessage message, Flow flow) {
    if (message instanceof SipResponse response) {
      answers.add(response);
    }
  }

  @Override
  public String localAddress(Target target) {
    return "192.0.2.200:5060";
  }

  @Override
  public Line open(MediaRequest request, Events events) throws MediaUnavailable {
    if (mediaFull) {
      throw new MediaUnavailable("no port");
    }
    FakeLine line = new FakeLine(events);
    lines.add(line);
    return line;
  }

  @Override
  public void resolve(TrunkSettings.Peer peer, TrunkNames.Answer answer) {
    lookups.add(answer);
  }

  @Override
  public void progress(String carrier, String trunk, String reference, Progress progress) {
    seen.add(reference + " " + trunk + " " + progress);
  }

  @Override
  public void ended(String carrier, CallReport report, @Nullable ScriptResult result) {
    reports.add(report);
    if (result != null) {
      results.put(report.reference(), result);
    }
  }

  @Override
  public void diverted(String carrier, CallReport report, String nextTrunk) {
    seen.add(report.reference() + " " + report.trunk() + " -> " + nextTrunk);
  }

  @Override
  public void trunk(String carrier, String trunk, boolean up, String cause) {
    seen.add(trunk + (up ? " up" : " down"));
  }

  @Override
  public void keyed(String carrier, String trunk, String number, String keys) {
    keyed.add(trunk + " " + number + " " + keys);
  }

  @Override
  public void changed(SipCarrierStatus status) {
    told = status;
  }

  /** Media that only counts. */
  static final class FakeLine implements Line {
    final Events events;
    long plays;
    long packets;
    boolean playing;
    boolean closed;

    FakeLine(Events events) {
      this.events = events;
    }

    @Override
    public String offer() {
      return "v=0\r\no=- 1 1 IN IP4 192.0.2.200\r\n";
    }

    @Override
    public Negotiation answered(String remoteSdp) {
      return new Negotiation.Agreed(
          G711.PCMA,
          true,
          20,
          Direction.SENDRECV,
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000),
          false,
          offer());
    }

    @Override
    public Negotiation offered(String remoteSdp) {
      return answered(remoteSdp);
    }

    @Override
    public long play(AudioSource audio) {
      if (closed) {
        throw new AssertionError("played after its end");
      }
      playing = true;
      return ++plays;
    }

    @Override
    public long packetsReceived() {
      return packets;
    }

    @Override
    public void close() {
      if (closed) {
        throw new AssertionError("closed twice");
      }
      closed = true;
    }
  }
}
