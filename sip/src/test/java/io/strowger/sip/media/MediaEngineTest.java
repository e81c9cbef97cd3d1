package io.strowger.sip.media;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.media.MediaRequest.Encryption;
import io.strowger.sip.media.MediaRequest.Family;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaEngineTest {
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().name("media").factory();

  private static MediaEngine engine(MediaSettings settings) throws Exception {
    return MediaEngine.start(
        settings, new MediaRuntime(THREADS, System::nanoTime, new SecureRandom()));
  }

  private static MediaSettings loopback() {
    return MediaSettings.on(InetAddress.getLoopbackAddress(), 100);
  }

  /** Two ports that have agreed. */
  private record Pair(
      MediaPort caller, HeardMedia atCaller, MediaPort callee, HeardMedia atCallee) {
    static Pair connect(MediaEngine here, MediaEngine there, MediaRequest request)
        throws MediaUnavailable {
      HeardMedia atCaller = new HeardMedia();
      HeardMedia atCallee = new HeardMedia();
      MediaPort caller = here.open(request, atCaller);
      MediaPort callee = there.open(request, atCallee);
      Negotiation.Agreed answer =
          assertInstanceOf(Negotiation.Agreed.class, callee.offered(caller.offer()));
      assertInstanceOf(Negotiation.Agreed.class, caller.answered(answer.localSdp()));
      return new Pair(caller, atCaller, callee, atCallee);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void two_engines_talk_and_press_keys(boolean batched) throws Exception {
    try (MediaEngine here = engine(loopback().batched(batched));
        MediaEngine there = engine(loopback().batched(batched))) {
      assertEquals(batched && System.getProperty("os.name", "").equals("Linux"), here.batched());
      Pair call = Pair.connect(here, there, MediaRequest.DEFAULT);
      await().until(() -> call.atCaller().seen.get() && call.atCallee().seen.get());
      long play = call.caller().play(new Tone(200, 8000, 800));
      call.callee().sendKey('1');
      call.callee().sendKey('1');
      call.callee().sendKey('#');
      await().until(() -> call.atCaller().keys().equals("11#"));
      await().until(() -> call.atCaller().ended.equals(List.of(play)));
      call.callee().close();
      await().until(() -> call.atCallee().closed.get() != null);
      MediaStatistics statistics = Objects.requireNonNull(call.atCallee().closed.get());
      assertTrue(statistics.packetsReceived() >= 10, statistics.toString());
      assertTrue(statistics.packetsSent() >= 10, statistics.toString());
      assertEquals(0, statistics.packetsIgnored());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void calls_over_ipv6_talk(boolean batched) throws Exception {
    MediaSettings settings = MediaSettings.on(InetAddress.ofLiteral("::1"), 10).batched(batched);
    MediaRequest request = new MediaRequest(List.of(G711.PCMU), 20, Family.IPV6, Encryption.NONE);
    try (MediaEngine here = engine(settings);
        MediaEngine there = engine(settings)) {
      Pair call = Pair.connect(here, there, request);
      call.callee().sendKey('5');
      await().until(() -> call.atCaller().keys().equals("5"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void packets_from_anyone_but_the_negotiated_peer_are_ignored(boolean batched) throws Exception {
    try (MediaEngine here = engine(loopback().batched(batched));
        MediaEngine there = engine(loopback());
        DatagramSocket intruder =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      Pair call = Pair.connect(here, there, MediaRequest.DEFAULT);
      int port =
          Integer.parseInt(call.caller().offer().replaceAll("(?s).*m=audio (\\d+) .*", "$1"));
      byte[] press = new byte[RtpHeader.OCTETS + KeySender.PAYLOAD_OCTETS];
      KeySender keys = new KeySender();
      keys.begin(Keys.event('1'), 160);
      keys.next(press, RtpHeader.OCTETS, 160);
      for (int i = 0; i < 20; i++) {
        RtpHeader.write(press, true, 101, i, 5, 1234);
        intruder.send(
            new DatagramPacket(press, press.length, InetAddress.getLoopbackAddress(), port));
      }
      call.callee().sendKey('9');
      await().until(() -> !call.atCaller().keys().isEmpty());
      assertEquals("9", call.atCaller().keys());
    }
  }

  @Test
  void encrypted_calls_talk_and_press_keys() throws Exception {
    MediaRequest request = new MediaRequest(List.of(G711.PCMA), 20, Family.IPV4, Encryption.SDES);
    try (MediaEngine here = engine(loopback());
        MediaEngine there = engine(loopback())) {
      Pair call = Pair.connect(here, there, request);
      call.callee().sendKey('9');
      await().until(() -> call.atCaller().keys().equals("9"));
      call.callee().close();
      await().until(() -> call.caller().statistics().byeReceived());
    }
  }

  @Test
  void calls_between_the_same_two_ports_are_told_apart() throws Exception {
    try (MediaEngine here = engine(loopback());
        MediaEngine there = engine(loopback())) {
      List<Pair> calls = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        calls.add(Pair.connect(here, there, MediaRequest.DEFAULT));
      }
      for (int i = 0; i < calls.size(); i++) {
        calls.get(i).callee().sendKey(Keys.key(i));
      }
      for (int i = 0; i < calls.size(); i++) {
        String key = String.valueOf(Keys.key(i));
        HeardMedia heard = calls.get(i).atCaller();
        await().until(() -> heard.keys().equals(key));
      }
    }
  }

  @Test
  void a_call_too_many_is_refused_and_fits_once_another_has_ended() throws Exception {
    try (MediaEngine engine = engine(MediaSettings.on(InetAddress.getLoopbackAddress(), 1))) {
      MediaPort first = engine.open(MediaRequest.DEFAULT, new HeardMedia());
      MediaUnavailable refused =
          assertThrows(
              MediaUnavailable.class, () -> engine.open(MediaRequest.DEFAULT, new HeardMedia()));
      assertEquals("already 1 calls have media", refused.getMessage());
      first.close();
      first.close();
      engine.open(MediaRequest.DEFAULT, new HeardMedia()).close();
      assertEquals(0, engine.calls());
    }
  }

  @Test
  void while_packets_leave_late_no_call_is_taken_and_those_that_are_go_on() throws Exception {
    AtomicLong clock = new AtomicLong();
    AtomicLong step = new AtomicLong(30_000_000);
    MediaRuntime slow =
        new MediaRuntime(
            THREADS,
            () ->
                Thread.currentThread().getName().equals("media") ? clock.addAndGet(step.get()) : 0,
            new SecureRandom());
    try (MediaEngine engine = MediaEngine.start(loopback(), slow)) {
      MediaPort first = engine.open(MediaRequest.DEFAULT, new HeardMedia());
      AtomicReference<String> why = new AtomicReference<>("");
      await()
          .until(() -> {
            try {
              engine.open(MediaRequest.DEFAULT, new HeardMedia()).close();
              return false;
            } catch (MediaUnavailable e) {
              why.set(String.valueOf(e.getMessage()));
              return true;
            }
          });
      assertTrue(why.get().matches("media is \\d+ ms late with 1 calls"), why::get);
      assertEquals(1, engine.calls());
      step.set(500_000);
      await()
          .ignoreExceptions()
          .until(() -> engine.open(MediaRequest.DEFAULT, new HeardMedia()) != null);
      first.close();
    }
  }

  @Test
  void when_all_ports_are_taken_a_call_gets_none() throws Exception {
    int free;
    try (MediaEngine finder = engine(loopback())) {
      MediaPort port = finder.open(MediaRequest.DEFAULT, new HeardMedia());
      free = Integer.parseInt(port.offer().replaceAll("(?s).*m=audio (\\d+) .*", "$1"));
    }
    try (MediaEngine engine = engine(loopback().ports(free, free + 1, true))) {
      MediaPort first = engine.open(MediaRequest.DEFAULT, new HeardMedia());
      MediaUnavailable refused =
          assertThrows(
              MediaUnavailable.class, () -> engine.open(MediaRequest.DEFAULT, new HeardMedia()));
      assertEquals(
          "all RTP ports from " + free + " to " + (free + 1) + " are in use", refused.getMessage());
      first.close();
      await()
          .ignoreExceptions()
          .until(() -> engine.open(MediaRequest.DEFAULT, new HeardMedia()) != null);
    }
  }

  @Test
  void without_an_address_of_the_family_there_is_no_media() throws Exception {
    try (MediaEngine engine = engine(loopback())) {
      MediaRequest request = new MediaRequest(List.of(G711.PCMA), 20, Family.IPV6, Encryption.NONE);
      assertThrows(MediaUnavailable.class, () -> engine.open(request, new HeardMedia()));
    }
  }

  @Test
  void a_listener_that_fails_ends_its_own_call_only() throws Exception {
    try (MediaEngine here = engine(loopback());
        MediaEngine there = engine(loopback())) {
      HeardMedia heard = new HeardMedia();
      AudioSource broken =
          new AudioSource() {
            @Override
            public int samples() {
              return 1000;
            }

            @Override
            public void read(int from, int count, G711 law, byte[] target, int offset) {
              throw new IllegalStateException("broken");
            }
          };
      Pair bad = Pair.connect(here, there, MediaRequest.DEFAULT);
      Pair good = Pair.connect(here, there, MediaRequest.DEFAULT);
      bad.caller().play(broken);
      await().until(() -> bad.atCaller().closed.get() != null);
      good.caller().play(new Tone(20, 1000, 500));
      await().until(() -> !good.atCaller().ended.isEmpty());
      assertTrue(heard.ended.isEmpty());
    }
  }
}
