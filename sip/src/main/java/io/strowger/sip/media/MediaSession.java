package io.strowger.sip.media;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One call's media on the pacing thread: what is sent next, and what a received packet means. */
final class MediaSession {
  private static final int SAMPLES_PER_MILLI = G711.RATE / 1000;
  private static final int COMFORT_NOISE = 13;
  private static final int SDP_SILENCE_MILLIS = 20;

  /** A source that replaces one which still talks is somebody else (200 ms). */
  private static final long SOURCE_SILENT_NANOS = 200_000_000;

  /** Reports are seconds apart: whether one is due is asked each 16th turn, a third of a second. */
  private static final int REPORT_TURNS = 16;

  private static final long STATISTICS_NANOS = 1_000_000_000;

  final PortPair ports;
  final int ssrc;
  final MediaListener listener;
  volatile MediaStatistics statistics = MediaStatistics.NONE;

  private final RtpSocket rtp;
  private final RtpReception reception = new RtpReception();
  private final KeyReceiver keysIn = new KeyReceiver();
  private final KeySender keysOut = new KeySender();
  private final StringBuilder keysWaiting = new StringBuilder();

  /** Whether keys wait or are being pressed: what nearly every turn asks, at hand here. */
  private boolean keysPending;

  private final InboundSound sound;
  private final RtcpReports reports;
  private Negotiator.@Nullable Terms terms;
  private RtpSocket.@Nullable Destination destination;
  private RtpSocket.@Nullable Destination controlDestination;
  private @Nullable Srtp srtp;

  /** Whether the peer's description names its SSRC; at hand here, for every packet asks. */
  private boolean ssrcDeclared;

  private int peerSsrc;
  private @Nullable AudioSource playing;
  private long play;
  private int position;
  private int sequence;
  private int timestamp;
  private int keyTimestamp;
  private boolean sent;
  private boolean seen;
  private long heardNanos;
  private int candidateSsrc;
  private int candidateSequence = -1;
  private long packetsSent;
  private long octetsSent;
  private int sentTimestamp;
  private long sentNanos;
  private int turns;
  private long packetsIgnored;
  private long statisticsNanos;
  private boolean closed;
  private boolean muted;
  private boolean keysTwice;

  MediaSession(
      PortPair ports, int ssrc, int sequence, int timestamp, MediaListener listener, long phase) {
    this.ports = ports;
    this.rtp = ports.rtp();
    this.ssrc = ssrc;
    this.sequence = sequence;
    this.timestamp = timestamp;
    this.listener = listener;
    this.sound = new InboundSound(listener);
    this.reports = new RtcpReports(ssrc, phase);
  }

  void hearKeysTwice() {
    keysTwice = true;
    sound.detectKeys(true);
  }

  void agreed(Negotiator.Terms agreed) {
    Negotiator.Terms before = terms;
    terms = agreed;
    destination = ports.rtp().destination(agreed.remote().rtp());
    // An address of 0.0.0.0, the old way to hold, is nobody's.
    controlDestination =
        agreed.remote().onHold() ? null : ports.rtcp().destination(agreed.remote().rtcp());
    sound.detectKeys(keysTwice || agreed.eventPayloadType() < 0);
    Integer declared = agreed.remote().ssrc();
    ssrcDeclared = declared != null;
    peerSsrc = declared == null ? 0 : declared;
    SdesKey own = agreed.ownKey();
    SdesKey peer = agreed.peerKey();
    Srtp current = srtp;
    if (own == null || peer == null) {
      srtp = null;
    } else if (current == null || !current.uses(own, peer)) {
      srtp = new Srtp(own, peer, ssrc);
    }
    if (before != null && !before.remote().rtp().equals(agreed.remote().rtp())) {
      // Another peer, another source.
      reception.forget();
      candidateSequence = -1;
    }
  }

  Negotiator.@Nullable Terms terms() {
    return terms;
  }

  /** Milliseconds until the next turn. */
  int turnMillis() {
    Negotiator.Terms agreed = terms;
    return agreed == null ? SDP_SILENCE_MILLIS : agreed.packetMillis();
  }

  boolean closed() {
    return closed;
  }

  void play(AudioSource source, long id) {
    playing = source;
    play = id;
    position = 0;
  }

  void stop() {
    playing = null;
  }

  void mute(boolean wanted) {
    muted = wanted;
  }

  /** Appends a press of 100 ms; more than 64 that wait are dropped. */
  void sendKey(char key) {
    if (keysWaiting.length() < 64) {
      keysWaiting.append(key);
      keysPending = true;
    }
  }

  /** Sends what is due, if anything. */
  void turn(byte[] packet, long nowNanos) {
    Negotiator.Terms agreed = terms;
    RtpSocket.Destination to = destination;
    if (agreed == null || to == null || muted) {
      timestamp += turnMillis() * SAMPLES_PER_MILLI;
      return;
    }
    if (!agreed.direction().sends()) {
      timestamp += turnMillis() * SAMPLES_PER_MILLI;
      reportInTurn(packet, nowNanos);
      return;
    }
    int samples = agreed.packetMillis() * SAMPLES_PER_MILLI;
    int length = keyPacket(agreed, packet, samples);
    if (length == 0) {
      length = audioPacket(agreed, packet, samples);
    }
    timestamp += samples;
    if (length > 0) {
      sequence++;
      packetsSent++;
      octetsSent += length - RtpHeader.OCTETS;
      sentTimestamp = timestamp - samples;
      sentNanos = nowNanos;
      sent = true;
      Srtp secured = srtp;
      int wire = secured == null ? length : secured.protect(packet, length);
      rtp.send(to, packet, wire);
    }
    reportInTurn(packet, nowNanos);
  }

  /** Hold stops the sound, not the reports (RFC 3264 section 5.1). */
  private void reportInTurn(byte[] packet, long nowNanos) {
    if (++turns % REPORT_TURNS == 0) {
      report(packet, nowNanos);
    }
  }

  private int keyPacket(Negotiator.Terms agreed, byte[] packet, int samples) {
    if (!keysPending || agreed.eventPayloadType() < 0) {
      return 0;
    }
    if (!keysOut.active() && !keysWaiting.isEmpty()) {
      keysOut.begin(Keys.event(keysWaiting.charAt(0)), 100 * SAMPLES_PER_MILLI);
      keysWaiting.deleteCharAt(0);
      keyTimestamp = timestamp;
    }
    if (!keysOut.active()) {
      keysPending = false;
      return 0;
    }
    if (keysOut.gap()) {
      keysOut.passGap();
      return 0;
    }
    RtpHeader.write(
        packet, keysOut.first(), agreed.eventPayloadType(), sequence, keyTimestamp, ssrc);
    keysOut.next(packet, RtpHeader.OCTETS, samples);
    return RtpHeader.OCTETS + KeySender.PAYLOAD_OCTETS;
  }

  private int audioPacket(Negotiator.Terms agreed, byte[] packet, int samples) {
    RtpHeader.write(packet, !sent, agreed.sendPayloadType(), sequence, timestamp, ssrc);
    AudioSource source = playing;
    if (source != null && position >= source.samples()) {
      playing = null;
      source = null;
      listener.playEnded(play);
      // The listener may have asked for the next one; that comes as a command, a turn later.
    }
    if (source == null) {
      Arrays.fill(packet, RtpHeader.OCTETS, RtpHeader.OCTETS + samples, agreed.law().silence());
    } else {
      source.read(position, samples, agreed.law(), packet, RtpHeader.OCTETS);
      position += samples;
    }
    return RtpHeader.OCTETS + samples;
  }

  private RtcpReports.Sent sentSoFar() {
    return new RtcpReports.Sent(packetsSent, octetsSent, sentTimestamp, sentNanos);
  }

  private void report(byte[] packet, long nowNanos) {
    RtpSocket.Destination to = controlDestination;
    if (to != null && reports.due(nowNanos)) {
      int length = reports.write(packet, sentSoFar(), reception, nowNanos, false);
      Srtp secured = srtp;
      ports
          .rtcp()
          .send(to, packet, secured == null ? length : secured.protectControl(packet, length));
    }
    if (nowNanos - statisticsNanos > STATISTICS_NANOS) {
      statisticsNanos = nowNanos;
      statistics = snapshot();
    }
  }

  /**
   * A packet from the negotiated peer's address.
   *
   * @param header room to read it into, shared by all calls
   */
  void received(byte[] packet, int length, RtpHeader header, long nowNanos) {
    Negotiator.Terms agreed = terms;
    if (agreed == null || !header.read(packet, length) || !sourceKnown(header, nowNanos)) {
      packetsIgnored++;
      return;
    }
    Srtp secured = srtp;
    if (secured != null) {
      int plain = secured.unprotect(packet, length, header.ssrc);
      if (plain < 0 || !header.read(packet, plain)) {
        packetsIgnored++;
        return;
      }
    }
    if (!meaning(agreed, packet, header)) {
      packetsIgnored++;
      return;
    }
    heardNanos = nowNanos;
    reception.packet(header, (int) (nowNanos / (1_000_000_000 / G711.RATE)));
    if (!seen) {
      seen = true;
      listener.mediaSeen();
    }
  }

  private boolean meaning(Negotiator.Terms agreed, byte[] packet, RtpHeader header) {
    Negotiator.Receive receive = agreed.receive();
    int type = header.payloadType;
    if (type == receive.events() || type == receive.eventsOfPeer()) {
      char key = keysIn.packet(header, packet);
      if (key != 0) {
        listener.key(key);
      }
    } else if (type == receive.pcmu() || type == receive.pcma()) {
      G711 law = type == receive.pcmu() ? G711.PCMU : G711.PCMA;
      sound.audio(law, packet, header.payloadOffset, header.payloadLength);
      listener.audio(law, packet, header.payloadOffset, header.payloadLength);
    } else if (type == COMFORT_NOISE) {
      sound.comfortNoise();
    } else {
      return false;
    }
    return true;
  }

  /** Whether this packet's source is, or may now become, the one that is listened to. */
  private boolean sourceKnown(RtpHeader header, long nowNanos) {
    if (ssrcDeclared && peerSsrc != header.ssrc) {
      return false;
    }
    if (!reception.started() || reception.ssrc() == header.ssrc) {
      return true;
    }
    // RFC 3550 A.1: a new source is on probation until two packets follow each other.
    boolean follows =
        candidateSsrc == header.ssrc && header.sequence == ((candidateSequence + 1) & 0xFFFF);
    candidateSsrc = header.ssrc;
    candidateSequence = header.sequence;
    if (!follows || nowNanos - heardNanos < SOURCE_SILENT_NANOS) {
      return false;
    }
    keysIn.reset();
    return true;
  }

  /** Whether packets of this source are this call's. */
  boolean hears(int source) {
    return ssrcDeclared ? peerSsrc == source : reception.started() && reception.ssrc() == source;
  }

  boolean hearsNobody() {
    return terms != null && !ssrcDeclared && !reception.started();
  }

  /** A compound RTCP packet from the negotiated peer's address. */
  void control(byte[] packet, int length, long nowNanos) {
    Srtp secured = srtp;
    int plain = secured == null ? length : secured.unprotectControl(packet, length);
    if (plain < 0 || !reports.read(packet, plain, nowNanos)) {
      packetsIgnored++;
    }
  }

  /** Sends BYE and gives the last statistics; the session takes no further turn. */
  void close(byte[] packet, long nowNanos) {
    if (closed) {
      return;
    }
    closed = true;
    RtpSocket.Destination to = controlDestination;
    if (to != null && (sent || reception.started())) {
      int length = reports.write(packet, sentSoFar(), reception, nowNanos, true);
      Srtp secured = srtp;
      ports
          .rtcp()
          .send(to, packet, secured == null ? length : secured.protectControl(packet, length));
    }
    statistics = snapshot();
    listener.closed(statistics);
  }

  private MediaStatistics snapshot() {
    return new MediaStatistics(
        packetsSent,
        reception.received(),
        reception.lost(),
        reception.jitterMillis(),
        reports.farEndLossPercent(),
        reports.farEndJitterMillis(),
        packetsIgnored,
        reports.byeReceived());
  }
}
