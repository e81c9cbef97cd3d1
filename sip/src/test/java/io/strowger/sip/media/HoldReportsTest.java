package io.strowger.sip.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** While the far end holds a call its sound stops, and the reports about it go on. */
final class HoldReportsTest {
  private static final int SENDER = 200;
  private static final int RECEIVER = 201;
  private static final long TURN_NANOS = 20_000_000;
  private static final String PEER = "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 5000 RTP/AVP 8\r\n";

  private final InetAddress us = InetAddress.getLoopbackAddress();
  private final Sink sound = new Sink(new InetSocketAddress(us, 4000));
  private final Sink control = new Sink(new InetSocketAddress(us, 4001));
  private final Negotiator negotiator =
      new Negotiator(MediaRequest.DEFAULT, new SdpWriter(us, 4000, 4001, 1, 1), new SecureRandom());
  private final HeardMedia heard = new HeardMedia();
  private final MediaSession session =
      new MediaSession(new PortPair(sound, control, us, false), 77, 1, 1, heard, 1);
  private final byte[] room = new byte[RtpNetwork.PACKET_OCTETS_MAX];
  private long now = 1;

  private record Sink(InetSocketAddress local, List<byte[]> packets) implements RtpSocket {
    Sink(InetSocketAddress local) {
      this(local, new ArrayList<>());
    }

    @Override
    public Destination destination(InetSocketAddress remote) {
      return new Destination() {};
    }

    @Override
    public void send(Destination destination, byte[] packet, int length) {
      packets.add(Arrays.copyOf(packet, length));
    }

    @Override
    public void close() {}
  }

  private void answered() {
    var _ = negotiator.offer();
    session.agreed(Objects.requireNonNull(negotiator.answered(PEER).terms()));
  }

  private void offered(String sdp) {
    session.agreed(Objects.requireNonNull(negotiator.offered(sdp).terms()));
  }

  private void turns(int count) {
    for (int i = 0; i < count; i++) {
      session.turn(room, now);
      now += TURN_NANOS;
    }
  }

  private void seconds(int count) {
    turns(count * 50);
  }

  private static int type(byte[] report) {
    return report[1] & 0xFF;
  }

  private static int word(byte[] report, int at) {
    return RtpHeader.read32(report, at);
  }

  private void hear(int packets, int firstSequence) {
    byte[] packet = new byte[RtpHeader.OCTETS + 160];
    for (int i = 0; i < packets; i++) {
      int sequence = firstSequence + i;
      RtpHeader.write(packet, false, 8, sequence & 0xFFFF, sequence * 160, 9);
      session.received(packet, packet.length, new RtpHeader(), now + i * TURN_NANOS);
    }
  }

  @Test
  void a_held_call_sends_no_sound_and_goes_on_reporting() {
    answered();
    seconds(10);
    int sent = sound.packets.size();
    assertEquals(500, sent);
    assertTrue(control.packets.stream().allMatch(report -> type(report) == SENDER));
    offered(PEER + "a=sendonly\r\n");
    int before = control.packets.size();
    seconds(40);
    assertEquals(sent, sound.packets.size(), "no sound while held");
    List<byte[]> held = control.packets.subList(before, control.packets.size());
    assertTrue(held.size() >= 5, () -> held.size() + " reports in 40 s");
    // The last packets still fall under the first two of them (RFC 3550 section 6.4).
    assertEquals(RECEIVER, type(held.getLast()));
    assertEquals(RECEIVER, type(held.get(2)));
    assertEquals(77, word(held.getLast(), 4));
    offered(PEER);
    before = control.packets.size();
    seconds(10);
    byte[] again = control.packets.getLast();
    assertTrue(control.packets.size() > before);
    assertEquals(SENDER, type(again));
    assertTrue(word(again, 20) > sent && word(again, 20) <= sound.packets.size(), "packets sent");
    assertEquals(word(again, 20) * 160, word(again, 24), "octets of payload");
  }

  @Test
  void its_reports_count_what_comes_meanwhile() {
    answered();
    seconds(10);
    offered(PEER + "a=sendonly\r\n");
    hear(50, 100);
    hear(50, 200);
    seconds(30);
    byte[] report = control.packets.getLast();
    assertEquals(RECEIVER, type(report));
    assertEquals(1, report[0] & 0x1F, "one block");
    assertEquals(9, word(report, 8), "of its source");
    assertEquals(50, word(report, 12) & 0xFF_FFFF, "lost between the two runs");
    assertEquals(249, word(report, 16), "the highest sequence");
    assertEquals(100, session.statistics.packetsReceived(), "statistics go on too");
  }

  @Test
  void an_inactive_stream_is_reported_about_too() {
    answered();
    seconds(1);
    offered(PEER + "a=inactive\r\n");
    int sent = sound.packets.size();
    int before = control.packets.size();
    seconds(20);
    assertEquals(sent, sound.packets.size());
    assertTrue(control.packets.size() > before);
  }

  @Test
  void nothing_is_sent_to_nobody() {
    answered();
    seconds(10);
    int before = control.packets.size();
    // The old way to hold (RFC 3264 section 8.4).
    offered(PEER.replace("127.0.0.1", "0.0.0.0"));
    seconds(20);
    assertEquals(before, control.packets.size());
    assertEquals(500, sound.packets.size());
    offered(PEER);
    seconds(10);
    assertTrue(control.packets.size() > before);
  }
}
