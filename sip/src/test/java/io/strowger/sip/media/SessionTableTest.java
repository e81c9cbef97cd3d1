package io.strowger.sip.media;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Many calls behind one port of a peer. */
final class SessionTableTest {
  private static final int CALLS = 60;

  private final InetAddress us = InetAddress.getLoopbackAddress();
  private final RtpSocket socket = new DeafSocket(new InetSocketAddress(us, 4000));
  private final PeerAddress peer = PeerAddress.of(new InetSocketAddress(us, 5000), socket);
  private final SessionTable table = new SessionTable();

  @Test
  void each_packet_finds_its_own_call_while_others_come_and_go() {
    SplittableRandom random = new SplittableRandom(7);
    Map<Integer, MediaSession> live = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      int ssrc = random.nextInt(CALLS);
      MediaSession session = live.get(ssrc);
      if (random.nextInt(4) > 0) {
        if (live.size() > 1) {
          // One alone is found by its address, whatever its SSRC.
          assertSame(session, table.find(peer, ssrc), "of SSRC " + ssrc);
        }
      } else if (session == null) {
        session = session(ssrc);
        table.add(peer, session);
        live.put(ssrc, session);
      } else {
        table.remove(peer, session);
        live.remove(ssrc);
      }
    }
  }

  @Test
  void peers_come_and_go_and_each_is_found_by_its_address() {
    SplittableRandom random = new SplittableRandom(11);
    Map<Integer, MediaSession> live = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      int port = 1024 + random.nextInt(500);
      PeerAddress address = PeerAddress.of(new InetSocketAddress(us, port), socket);
      MediaSession session = live.get(port);
      assertSame(session, table.find(address, 1), "at port " + port);
      if (session == null) {
        session = session(1);
        table.add(address, session);
        live.put(port, session);
      } else if (random.nextInt(3) > 0) {
        table.remove(address, session);
        live.remove(port);
      }
    }
  }

  @Test
  void the_last_to_leave_leaves_nothing() {
    MediaSession session = session(1);
    table.add(peer, session);
    assertSame(session, table.find(peer, 1));
    table.remove(peer, session);
    assertNull(table.find(peer, 1));
  }

  private MediaSession session(int ssrc) {
    MediaSession session =
        new MediaSession(new PortPair(socket, socket, us, true), 1, 1, 1, new HeardMedia(), 1);
    Negotiator negotiator =
        new Negotiator(
            MediaRequest.DEFAULT, new SdpWriter(us, 4000, 4001, 1, 1), new SecureRandom());
    var _ = negotiator.offer();
    session.agreed(
        Objects.requireNonNull(
            negotiator
                .answered(
                    "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 5000 RTP/AVP 8\r\na=ssrc:"
                        + Integer.toUnsignedString(ssrc)
                        + " cname:x\r\n")
                .terms()));
    return session;
  }

  private record DeafSocket(InetSocketAddress local) implements RtpSocket {
    @Override
    public Destination destination(InetSocketAddress remote) {
      return new Destination() {};
    }

    @Override
    public void send(Destination destination, byte[] packet, int length) {}

    @Override
    public void close() {}
  }
}
