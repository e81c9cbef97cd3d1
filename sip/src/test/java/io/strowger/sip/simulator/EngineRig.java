package io.strowger.sip.simulator;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.Direction;
import io.strowger.sip.media.G711;
import io.strowger.sip.media.MediaListener;
import io.strowger.sip.media.Negotiation;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.PromptPack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** An engine with a wire that remembers and a clock that is turned by hand. */
final class EngineRig implements TrunkEngine.Wire {
  static final String SDP =
      """
      v=0
      o=- 1 1 IN IP4 192.0.2.1
      s=-
      c=IN IP4 192.0.2.1
      t=0 0
      m=audio 4000 RTP/AVP 8 101
      a=rtpmap:101 telephone-event/8000
      """;

  final List<SipMessage> sent = new ArrayList<>();
  final List<Media> medias = new ArrayList<>();
  final TrunkEngine engine;
  final Flow flow =
      new Flow(
          Transport.UDP,
          new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 5060),
          new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5060),
          0);
  long now = 1_000_000;

  /** Media that remembers what it was asked for. */
  static final class Media implements CallMedia {
    final MediaListener listener;
    final List<AudioSource> played = new ArrayList<>();
    final StringBuilder keys = new StringBuilder();
    boolean muted;
    boolean closed;

    Media(MediaListener listener) {
      this.listener = listener;
    }

    @Override
    public String offer() {
      return "offer";
    }

    @Override
    public Negotiation answered(String remoteSdp) {
      return offered(remoteSdp);
    }

    @Override
    public Negotiation offered(String remoteSdp) {
      return remoteSdp.startsWith("v=0")
          ? new Negotiation.Agreed(
              G711.PCMA,
              true,
              20,
              Direction.SENDRECV,
              new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 4000),
              false,
              "answer")
          : new Negotiation.Refused("no");
    }

    @Override
    public long play(AudioSource source) {
      played.add(source);
      return played.size();
    }

    @Override
    public void mute(boolean wanted) {
      muted = wanted;
    }

    @Override
    public void sendKey(char key) {
      keys.append(key);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  EngineRig(TrunkDials dials) throws IOException {
    engine =
        new TrunkEngine(
            dials,
            this,
            (listener, _) -> {
              Media media = new Media(listener);
              medias.add(media);
              return media;
            },
            List.of(PromptPack.builtIn("en")),
            new SplittableRandom(1),
            100,
            null);
  }

  @Override
  public void send(SipMessage message, Target target) {
    sent.add(message);
  }

  @Override
  public void send(SipMessage message, Flow over) {
    sent.add(message);
  }

  @Override
  public String contact(Flow over) {
    return "192.0.2.9:5060";
  }

  SipRequest invite(String callId, String number) {
    return request("INVITE", callId, number, 1, "")
        .header("Contact", "<sip:gateway@192.0.2.1:5060>")
        .header("Supported", "100rel")
        .body("application/sdp", SDP.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  static SipRequest.Builder request(
      String method, String callId, String number, int cseq, String toTag) {
    return SipRequest.builder(method, "sip:" + number + "@192.0.2.9")
        .header("Via", "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK" + callId + cseq)
        .header("From", "<sip:4321@192.0.2.1>;tag=ours")
        .header("To", "<sip:" + number + "@192.0.2.9>" + (toTag.isEmpty() ? "" : ";tag=" + toTag))
        .header("Call-ID", callId)
        .header("CSeq", cseq + " " + method);
  }

  void receive(SipRequest request) {
    engine.received(request, flow, now);
    long _ = engine.poll(now);
  }

  void pass(long millis) {
    long until = now + millis;
    for (long next = engine.poll(now); next <= until; next = engine.poll(now)) {
      now = Math.max(now + 1, next);
    }
    now = until;
    long _ = engine.poll(now);
  }

  List<Integer> statuses() {
    return sent.stream()
        .filter(SipResponse.class::isInstance)
        .map(message -> ((SipResponse) message).status())
        .toList();
  }

  SipResponse lastResponse() {
    return (SipResponse)
        sent.stream().filter(SipResponse.class::isInstance).reduce((_, b) -> b).orElseThrow();
  }

  List<String> requests() {
    return sent.stream()
        .filter(SipRequest.class::isInstance)
        .map(message -> ((SipRequest) message).method())
        .toList();
  }

  void acknowledge(String callId, String number) {
    receive(
        request("ACK", callId, number, 1, Objects.requireNonNull(lastResponse().toTag()))
            .setHeader("Via", "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKack" + callId)
            .build());
  }
}
