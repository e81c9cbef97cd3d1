package io.strowger.sip.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The pacer with packets in memory and a clock turned by hand. */
final class MediaLoopTest {
  private static final long MILLI = 1_000_000;
  private static final InetAddress US = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.7");

  private final List<byte[]> sent = new ArrayList<>();
  private final List<Long> sentAt = new ArrayList<>();
  private final HeardMedia heard = new HeardMedia();
  private final MemorySocket rtp = new MemorySocket(30_000);
  private final MemorySocket rtcp = new MemorySocket(30_001);
  private final MediaLoop loop = new MediaLoop(new MemoryNetwork(), 0);
  private final MediaSession session =
      new MediaSession(new PortPair(rtp, rtcp, US, true), 0xABCD, 100, 8000, heard, 1);
  private long now;

  private record To(InetSocketAddress remote) implements RtpSocket.Destination {}

  private final class MemorySocket implements RtpSocket {
    private final InetSocketAddress local;

    MemorySocket(int port) {
      local = new InetSocketAddress(US, port);
    }

    @Override
    public InetSocketAddress local() {
      return local;
    }

    @Override
    public Destination destination(InetSocketAddress remote) {
      return new To(remote);
    }

    @Override
    public void send(Destination destination, byte[] packet, int length) {
      if ((local.getPort() & 1) == 0) {
        sent.add(Arrays.copyOf(packet, length));
        sentAt.add(now);
      }
    }

    @Override
    public void close() {}
  }

  private static final class MemoryNetwork implements RtpNetwork {
    @Override
    public RtpSocket open(InetSocketAddress bind) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void receive(Receiver receiver) {}

    @Override
    public void flush() {}

    @Override
    public long unsent() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private void agree(String attributes) {
    Negotiator negotiator =
        new Negotiator(
            MediaRequest.DEFAULT, new SdpWriter(US, 30_000, 30_001, 1, 0xABCD), new SecureRandom());
    var _ = negotiator.offer();
    Negotiator.Outcome outcome =
        negotiator.answered(
            "v=0\r\nc=IN IP4 192.0.2.7\r\nm=audio 40000 RTP/AVP 8 101\r\n"
                + "a=rtpmap:101 telephone-event/8000\r\n"
                + attributes);
    var _ = assertInstanceOf(Negotiation.Agreed.class, outcome.negotiation());
    Negotiator.Terms terms = Objects.requireNonNull(outcome.terms());
    loop.command(() -> loop.agreed(session, terms));
  }

  private void open() {
    loop.command(() -> loop.open(session));
    agree("");
  }

  private void pass(long millis) {
    for (long end = now + millis * MILLI; now < end; now += MILLI) {
      loop.poll(now);
    }
  }

  private static byte[] packet(int type, int sequence, int timestamp, int ssrc, int payload) {
    byte[] packet = new byte[RtpHeader.OCTETS + payload];
    RtpHeader.write(packet, false, type, sequence, timestamp, ssrc);
    return packet;
  }

  private void receive(InetAddress from, int port, byte[] packet) {
    PeerAddress sender = new PeerAddress();
    sender.set(from, port, 30_000);
    loop.packet(rtp, sender, packet, packet.length);
  }

  private void press(int ssrc, int sequence, int timestamp, char key) {
    byte[] packet = packet(101, sequence, timestamp, ssrc, 4);
    packet[RtpHeader.OCTETS] = (byte) Keys.event(key);
    receive(PEER, 40_000, packet);
  }

  @Test
  void a_loop_that_is_late_for_long_is_known_to_be_and_recovers() {
    open();
    for (; now < 5_000 * MILLI; now += 60 * MILLI) {
      loop.poll(now);
    }
    // Of every three packets the last is up to 20 ms late, and each before it 20 ms more.
    double behind = loop.lateMillis();
    assertTrue(behind > 15 && behind < 45, "late by " + behind);
    pass(5_000);
    assertTrue(loop.lateMillis() < 1, "still late by " + loop.lateMillis());
  }

  @Test
  void one_pause_is_forgiven_and_a_loop_without_calls_is_never_late() {
    open();
    pass(2_000);
    now += 90 * MILLI;
    loop.poll(now);
    assertTrue(loop.lateMillis() < 8, "late by " + loop.lateMillis());
    for (long end = now + 5_000 * MILLI; now < end; now += 60 * MILLI) {
      loop.poll(now);
    }
    loop.command(() -> loop.close(session));
    for (long end = now + 10_000 * MILLI; now < end; now += 20 * MILLI) {
      loop.poll(now);
    }
    assertTrue(loop.lateMillis() < 1, "still late by " + loop.lateMillis());
  }

  @Test
  void a_packet_leaves_every_twenty_milliseconds_with_the_next_number_and_time() {
    open();
    pass(1010);
    assertTrue(sent.size() >= 50 && sent.size() <= 51, sent.size() + " packets");
    RtpHeader header = new RtpHeader();
    for (int i = 0; i < sent.size(); i++) {
      assertTrue(header.read(sent.get(i), sent.get(i).length));
      assertEquals(100 + i, header.sequence);
      assertEquals(8, header.payloadType);
      assertEquals(160, header.payloadLength);
      assertEquals(i == 0, header.marker);
      if (i > 0) {
        assertEquals(20 * MILLI, sentAt.get(i) - sentAt.get(i - 1));
      }
    }
  }

  @Test
  void a_play_ends_when_its_last_packet_was_due() {
    open();
    loop.command(() -> session.play(new Tone(50, 5000, 500), 7));
    pass(60);
    assertEquals(List.of(), heard.ended);
    pass(40);
    assertEquals(List.of(7L), heard.ended);
  }

  @Test
  void a_stopped_play_does_not_end() {
    open();
    loop.command(() -> session.play(new Tone(50, 5000, 500), 7));
    pass(30);
    loop.command(session::stop);
    pass(200);
    assertEquals(List.of(), heard.ended);
  }

  @Test
  void on_hold_nothing_leaves_and_the_play_waits() {
    open();
    loop.command(() -> session.play(new Tone(100, 5000, 500), 7));
    pass(50);
    agree("a=sendonly\r\n");
    pass(1);
    int before = sent.size();
    pass(500);
    assertEquals(before, sent.size());
    assertEquals(List.of(), heard.ended);
    agree("");
    pass(200);
    assertEquals(List.of(7L), heard.ended);
  }

  @Test
  void after_a_pause_of_the_process_there_is_no_burst() {
    open();
    pass(100);
    int before = sent.size();
    now += 2000 * MILLI;
    pass(20);
    assertTrue(sent.size() - before <= 2, (sent.size() - before) + " packets");
  }

  @Test
  void another_packet_time_is_kept() {
    open();
    agree("a=ptime:60\r\n");
    pass(700);
    byte[] last = sent.getLast();
    assertEquals(RtpHeader.OCTETS + 480, last.length);
  }

  @Test
  void a_press_of_many_packets_is_one_key_and_the_same_key_again_is_another() {
    open();
    pass(20);
    for (int i = 0; i < 8; i++) {
      press(5, i, 1000, '4');
    }
    press(5, 8, 3000, '4');
    press(5, 6, 1000, '4');
    assertEquals("44", heard.keys());
  }

  @Test
  void strangers_are_counted_and_never_heard() {
    open();
    pass(20);
    receive(PEER, 40_002, packet(8, 1, 1, 5, 160));
    receive(InetAddress.ofLiteral("192.0.2.8"), 40_000, packet(8, 1, 1, 5, 160));
    assertEquals(2, loop.strangers());
    assertTrue(!heard.seen.get());
    receive(PEER, 40_000, packet(8, 1, 1, 5, 160));
    assertTrue(heard.seen.get());
  }

  @Test
  void while_one_source_speaks_another_from_the_same_address_is_ignored() {
    open();
    pass(20);
    receive(PEER, 40_000, packet(8, 1, 1, 5, 160));
    press(6, 1, 1, '1');
    press(6, 2, 1, '1');
    assertEquals("", heard.keys());
    pass(300);
    press(6, 3, 5000, '2');
    press(6, 4, 5000, '2');
    assertEquals("2", heard.keys());
  }

  @Test
  void what_is_no_rtp_or_of_an_unknown_type_is_ignored() {
    open();
    pass(20);
    receive(PEER, 40_000, new byte[20]);
    receive(PEER, 40_000, packet(18, 1, 1, 5, 20));
    assertTrue(!heard.seen.get());
    loop.close(session);
    assertEquals(2, Objects.requireNonNull(heard.closed.get()).packetsIgnored());
  }

  @Test
  void loss_and_jitter_are_counted() {
    open();
    pass(20);
    for (int i = 0; i < 100; i++) {
      pass(20);
      if (i % 10 != 5) {
        receive(PEER, 40_000, packet(8, 65_500 + i & 0xFFFF, i * 160, 5, 160));
      }
    }
    loop.close(session);
    MediaStatistics statistics = Objects.requireNonNull(heard.closed.get());
    assertEquals(90, statistics.packetsReceived());
    assertEquals(10, statistics.packetsLost());
    assertTrue(statistics.jitterMillis() < 1, statistics.toString());
  }

  @Test
  void a_closed_session_sends_no_more() {
    open();
    pass(100);
    loop.command(() -> loop.close(session));
    pass(1);
    int before = sent.size();
    pass(200);
    assertEquals(before, sent.size());
  }
}
