package io.strowger.sip.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Objects;

/** One session over a socket that takes everything, for the benchmark next door. */
public final class PacketRig {
  private final byte[] out = new byte[RtpNetwork.PACKET_OCTETS_MAX];
  private final byte[] in = new byte[RtpHeader.OCTETS + 160];
  private final RtpHeader header = new RtpHeader();
  private final MediaSession session;
  private final AudioSource speech;
  private int octets;
  private int turns;
  private long now = 1;

  /**
   * @param events whether keys come as telephone-events; else tones are looked for in the sound
   */
  public PacketRig(AudioSource speech, boolean events) {
    this.speech = speech;
    InetAddress us = InetAddress.getLoopbackAddress();
    RtpSocket socket = new Sink(new InetSocketAddress(us, 4000));
    session =
        new MediaSession(new PortPair(socket, socket, us, true), 1, 1, 1, new HeardMedia(), 1);
    Negotiator negotiator =
        new Negotiator(
            MediaRequest.DEFAULT, new SdpWriter(us, 4000, 4001, 1, 1), new SecureRandom());
    var _ = negotiator.offer();
    session.agreed(
        Objects.requireNonNull(
            negotiator
                .answered(
                    "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 5000 RTP/AVP 8"
                        + (events ? " 101\r\na=rtpmap:101 telephone-event/8000\r\n" : "\r\n"))
                .terms()));
    speech.read(8000, 160, G711.PCMA, in, RtpHeader.OCTETS);
  }

  public int send() {
    if (turns++ % 100 == 0) {
      session.play(speech, 1);
    }
    session.turn(out, now);
    return octets;
  }

  /** One packet of 20 ms of speech. */
  public int receive() {
    turns++;
    now += 20_000_000;
    RtpHeader.write(in, false, 8, turns & 0xFFFF, turns * 160, 7);
    session.received(in, in.length, header, now);
    return turns;
  }

  private final class Sink implements RtpSocket {
    private final InetSocketAddress local;

    Sink(InetSocketAddress local) {
      this.local = local;
    }

    @Override
    public InetSocketAddress local() {
      return local;
    }

    @Override
    public Destination destination(InetSocketAddress remote) {
      return new Destination() {};
    }

    @Override
    public void send(Destination destination, byte[] packet, int length) {
      octets += length;
    }

    @Override
    public void close() {}
  }
}
