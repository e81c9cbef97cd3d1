package io.strowger.sip.media;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Offer and answer of one call (RFC 3264), as often as the two sides like. Each new description of
 * ours raises the version. For one thread.
 */
final class Negotiator {
  private static final int EVENT_PAYLOAD_TYPE = 101;

  private final MediaRequest request;
  private final SdpWriter writer;
  private final SecureRandom random;
  private @Nullable SdesKey ownKey;
  private String lastText = "";
  private long version;
  private boolean hold;

  /** Both outcomes of a description, with what the pacer needs to know beyond the public part. */
  record Outcome(Negotiation negotiation, @Nullable Terms terms) {
    static Outcome refused(String why) {
      return new Outcome(new Negotiation.Refused(why), null);
    }
  }

  /**
   * What the two sides agreed on.
   *
   * @param sendPayloadType under which the peer wants our audio
   * @param eventPayloadType under which it wants keys, -1 for none
   * @param receive payload types that may come in
   */
  record Terms(
      AudioDescription remote,
      G711 law,
      int sendPayloadType,
      int eventPayloadType,
      Receive receive,
      int packetMillis,
      Direction direction,
      @Nullable SdesKey ownKey,
      @Nullable SdesKey peerKey) {}

  /** What a payload type means in packets to us; -1 where we take none. */
  record Receive(int pcmu, int pcma, int events, int eventsOfPeer) {}

  Negotiator(MediaRequest request, SdpWriter writer, SecureRandom random) {
    this.request = request;
    this.writer = writer;
    this.random = random;
    if (request.encryption() == MediaRequest.Encryption.SDES) {
      ownKey = SdesKey.fresh(1, 80, random);
    }
  }

  /** From now on our descriptions hold the call, or no longer do. */
  void hold(boolean wanted) {
    hold = wanted;
  }

  /** A new offer; the same text when nothing has changed. */
  String offer() {
    List<AudioDescription.Format> formats = new ArrayList<>();
    for (G711 law : request.laws()) {
      formats.add(new AudioDescription.Format(law, law.payloadType()));
    }
    List<@Nullable String> only = new ArrayList<>();
    only.add(null);
    return text(
        new SdpWriter.Stream(formats, EVENT_PAYLOAD_TYPE, request.packetMillis(), wanted(), ownKey),
        only);
  }

  private Direction wanted() {
    return hold ? Direction.SENDONLY : Direction.SENDRECV;
  }

  /** The other side's answer to the last offer. */
  Outcome answered(String remoteSdp) {
    try {
      AudioDescription remote = SdpReader.read(remoteSdp, ownKey != null);
      SdesKey peerKey = peerKey(remote);
      if (ownKey != null && peerKey != null && peerKey.tag() != ownKey.tag()) {
        return Outcome.refused("the answer takes a crypto line that was not offered");
      }
      AudioDescription.Format format = chosen(remote, request.laws());
      Receive receive =
          new Receive(
              G711.PCMU.payloadType(),
              G711.PCMA.payloadType(),
              EVENT_PAYLOAD_TYPE,
              remote.eventPayloadType());
      Direction direction = Direction.answering(remote.direction(), wanted());
      return agreed(remote, format, receive, direction, peerKey, lastText);
    } catch (SdpRefused e) {
      return Outcome.refused(e.why());
    }
  }

  /** The other side's offer; the outcome carries our answer. */
  Outcome offered(String remoteSdp) {
    try {
      AudioDescription remote = SdpReader.read(remoteSdp, ownKey != null);
      SdesKey peerKey = peerKey(remote);
      SdesKey mine = ownKey;
      if (mine != null
          && peerKey != null
          && (mine.tag() != peerKey.tag()
              || mine.authenticationBits() != peerKey.authenticationBits())) {
        ownKey = SdesKey.fresh(peerKey.tag(), peerKey.authenticationBits(), random);
      }
      AudioDescription.Format format = chosen(remote, request.laws());
      // The answer carries the offer's payload types (RFC 3264 section 6.1).
      Receive receive =
          new Receive(
              format.law() == G711.PCMU ? format.payloadType() : -1,
              format.law() == G711.PCMA ? format.payloadType() : -1,
              remote.eventPayloadType(),
              remote.eventPayloadType());
      Direction direction = Direction.answering(remote.direction(), wanted());
      String answer =
          text(
              new SdpWriter.Stream(
                  List.of(format),
                  remote.eventPayloadType(),
                  packetMillis(remote),
                  direction,
                  ownKey),
              remote.rejected());
      return agreed(remote, format, receive, direction, peerKey, answer);
    } catch (SdpRefused e) {
      return Outcome.refused(e.why());
    }
  }

  private Outcome agreed(
      AudioDescription remote,
      AudioDescription.Format format,
      Receive receive,
      Direction direction,
      @Nullable SdesKey peerKey,
      String localSdp)
      throws SdpRefused {
    boolean ipv4 = remote.rtp().getAddress() instanceof java.net.Inet4Address;
    if (!remote.onHold() && ipv4 != (request.family() == MediaRequest.Family.IPV4)) {
      throw new SdpRefused("an address of the other family");
    }
    Direction ours =
        remote.onHold() ? Direction.answering(Direction.SENDONLY, direction) : direction;
    Terms terms =
        new Terms(
            remote,
            format.law(),
            format.payloadType(),
            remote.eventPayloadType(),
            receive,
            packetMillis(remote),
            ours,
            ownKey,
            peerKey);
    return new Outcome(
        new Negotiation.Agreed(
            format.law(),
            remote.eventPayloadType() >= 0,
            terms.packetMillis(),
            ours,
            remote.rtp(),
            ownKey != null,
            localSdp),
        terms);
  }

  private @Nullable SdesKey peerKey(AudioDescription remote) throws SdpRefused {
    if (ownKey == null) {
      return null;
    }
    if (remote.keys().isEmpty()) {
      throw new SdpRefused("no crypto line that is understood");
    }
    return remote.keys().getFirst();
  }

  private static AudioDescription.Format chosen(AudioDescription remote, List<G711> laws)
      throws SdpRefused {
    for (AudioDescription.Format format : remote.formats()) {
      if (laws.contains(format.law())) {
        return format;
      }
    }
    throw new SdpRefused("neither PCMU nor PCMA in common");
  }

  private int packetMillis(AudioDescription remote) {
    int wanted = remote.packetMillis() == 0 ? request.packetMillis() : remote.packetMillis();
    int max = remote.packetMillisMax() == 0 ? Integer.MAX_VALUE : remote.packetMillisMax();
    int best = 10;
    for (int millis : MediaRequest.PACKET_MILLIS) {
      if (millis <= Math.min(wanted, max) && millis > best) {
        best = millis;
      }
    }
    return best;
  }

  /** RFC 3264 section 8: the version rises by one with each description that differs. */
  private String text(SdpWriter.Stream stream, List<@Nullable String> rejected) {
    String same = writer.write(version, stream, rejected);
    if (!Objects.equals(same, lastText)) {
      version++;
      lastText = writer.write(version, stream, rejected);
    }
    return lastText;
  }
}
