package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.sip.call.DigestAuthorization;
import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.NameAddress;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.SipUri;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transport.Authority;
import io.strowger.sip.transport.SipTransport;
import io.strowger.sip.transport.SipTransportListener;
import io.strowger.sip.transport.TlsFiles;
import io.strowger.sip.transport.TransportLimits;
import io.strowger.sip.transport.TransportRuntime;
import io.strowger.sip.transport.TransportSettings;
import io.strowger.sip.transport.TransportSettings.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls to a number of our own over TCP and TLS, from a far end that listens for what we send. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReceivedOverStreamsTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final String NUMBER = "390299887766";
  private static final List<Transport> ALL = List.of(Transport.UDP, Transport.TCP, Transport.TLS);

  private static TlsFiles ours = TlsFiles.NONE;
  private static TlsFiles theirs = TlsFiles.NONE;

  @BeforeAll
  static void certificates(@TempDir Path folder) throws Exception {
    Authority authority = Authority.in(folder);
    Path trust = authority.trust();
    ours = both(authority.server("dns:us.example"), trust);
    theirs = both(authority.server("dns:carrier.example"), trust);
  }

  /** Who connects must show one as well. */
  private static TlsFiles both(TlsFiles shown, Path trust) {
    return new TlsFiles(shown.certificate(), shown.key(), trust, true);
  }

  /** What came, and which way. */
  private record Came(SipMessage message, Flow flow) {}

  /** A carrier's end on all transports. */
  private static final class Far implements SipTransportListener, AutoCloseable {
    private final MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<Came> came = new LinkedBlockingQueue<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();
    private final SipTransport transport;

    Far(TlsFiles files) throws IOException {
      EventLoop loop = group.next();
      transport =
          SipTransport.start(
              new TransportRuntime(loop, loop, loop, System::currentTimeMillis),
              new TransportSettings(
                  ALL.stream()
                      .map(each -> new Listener(each, new InetSocketAddress(HERE, 0)))
                      .toList(),
                  files,
                  TransportLimits.STANDARD),
              this);
    }

    int port(Transport wanted) {
      return transport.addresses().get(ALL.indexOf(wanted)).getPort();
    }

    @Override
    public void received(SipReading reading, Flow flow) {
      if (reading instanceof SipReading.Message(SipMessage message)) {
        came.add(new Came(message, flow));
      }
    }

    /** The next of them; others are left out. */
    Came next(String method, int status) throws InterruptedException {
      while (true) {
        Came next = came.poll(30, TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("no " + method + " " + status + "; not sent: " + failed);
        }
        if (next.message() instanceof SipResponse response
            ? response.status() == status && response.cseqMethod().equals(method)
            : status == 0 && ((SipRequest) next.message()).method().equals(method)) {
          return next;
        }
      }
    }

    @Override
    public void sendFailed(SipMessage message, String cause) {
      failed.add(cause);
    }

    @Override
    public void closed(Flow flow, String cause) {}

    @Override
    public void settled() {}

    @Override
    public void close() {
      transport.close();
      var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private LiveTrunks live(Far far, Transport trunk) throws IOException {
    TrunkSettings plain =
        TrunkSettings.of(
            "alpha-1",
            new TrunkSettings.Peer("127.0.0.1", far.port(trunk), trunk, "carrier.example"),
            TrunkSettings.Caller.of("39029876543"));
    TrunkSettings settings =
        new TrunkSettings(
            plain.id(),
            0,
            plain.peer(),
            List.of(new DigestCredentials("strowger", "secret word")),
            null,
            plain.caller(),
            plain.numbers(),
            plain.limits(),
            new TrunkSettings.Health(3, 2, 0, 60_000, 4_000),
            plain.features(),
            plain.media());
    LiveTrunks live =
        new LiveTrunks(
            new SipCarrierSettings("alpha", List.of(settings)).withOwnNumbers(Set.of(NUMBER)),
            ours,
            true);
    live.up();
    return live;
  }

  private static Target us(LiveTrunks live, Transport transport) {
    return to(transport, live.carrier.addresses().get(ALL.indexOf(transport)));
  }

  private static Target to(Transport transport, InetSocketAddress address) {
    return new Target(transport, address, transport == Transport.TLS ? "us.example" : null);
  }

  private static SipRequest.Builder request(
      Far far, Transport transport, String method, String uri, String tag, int cseq) {
    String word = transport.name().toLowerCase(Locale.ROOT);
    int port = far.port(transport);
    return SipRequest.builder(method, uri)
        .header(
            "Via",
            "SIP/2.0/" + transport + " 127.0.0.1:" + port + ";branch=z9hG4bK" + method + cseq)
        .header("From", "<sip:+39333@carrier.example>;tag=far")
        .header("To", "<sip:+" + NUMBER + "@us.example>" + tag)
        .header("Call-ID", "one")
        .header("Contact", "<sip:far@127.0.0.1:" + port + ";transport=" + word + ">")
        .header("CSeq", cseq + " " + method);
  }

  private static void invite(Far far, LiveTrunks live, Transport transport) {
    SipRequest.Builder invite =
        request(far, transport, "INVITE", "sip:+" + NUMBER + "@us.example", "", 1);
    String sdp =
        """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio 9 RTP/AVP 8 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000
        """
            .replace("\n", "\r\n");
    far.transport.send(
        invite.body("application/sdp", sdp.getBytes(StandardCharsets.UTF_8)).build(),
        us(live, transport));
  }

  private static SipUri contact(SipResponse response) {
    NameAddress address = NameAddress.parse(String.valueOf(response.header("Contact")));
    SipUri uri = address == null ? null : address.sipUri();
    assertNotNull(uri, response.header("Contact"));
    return uri;
  }

  private static void answer(Far far, Came came, int status, @Nullable String challenge) {
    SipResponse.Builder response = SipResponse.to((SipRequest) came.message(), status);
    if (challenge != null) {
      response.header("WWW-Authenticate", challenge);
    }
    far.transport.send(response.build(), came.flow());
  }

  @ParameterizedTest
  @CsvSource({"TCP, TCP", "TLS, TLS", "UDP, TCP", "UDP, TLS", "TCP, TLS", "TCP, UDP"})
  void a_call_goes_its_whole_way_over_its_own_transport(Transport trunk, Transport transport)
      throws Exception {
    try (Far far = new Far(theirs);
        LiveTrunks live = live(far, trunk)) {
      invite(far, live, transport);
      SipResponse ok = (SipResponse) far.next("INVITE", 200).message();
      SipUri contact = contact(ok);
      InetSocketAddress listener = us(live, transport).address();
      assertEquals(listener.getPort(), contact.port(), "what it names listens for " + transport);
      assertEquals(
          transport == Transport.UDP ? null : transport.name().toLowerCase(Locale.ROOT),
          contact.parameters().get("transport"));
      // As one that keeps no connection: everything goes to where the Contact says.
      Target named = to(transport, new InetSocketAddress(HERE, contact.port()));
      String tag = ";tag=" + ok.toTag();
      far.transport.send(request(far, transport, "ACK", contact.toString(), tag, 1).build(), named);
      int cseq = 1;
      for (char key : "*42#".toCharArray()) {
        SipRequest info =
            request(far, transport, "INFO", contact.toString(), tag, ++cseq)
                .body(
                    "application/dtmf-relay",
                    ("Signal=" + key + "\r\nDuration=100\r\n").getBytes(StandardCharsets.UTF_8))
                .build();
        far.transport.send(info, named);
        var _ = far.next("INFO", 200);
      }
      assertTrue(live.seen.contains("alpha-1 keyed 42"), () -> "" + live.seen);
      live.skip(Duration.ofSeconds(11));
      Came bye = far.next("BYE", 0);
      assertEquals(transport, bye.flow().transport());
      answer(far, bye, 401, "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256");
      Came again = far.next("BYE", 0);
      while (((SipRequest) again.message()).cseq() == 1) {
        again = far.next("BYE", 0);
      }
      assertEquals(transport, again.flow().transport());
      DigestAuthorization proof =
          DigestAuthorization.parse(
              String.valueOf(((SipRequest) again.message()).header("Authorization")));
      assertNotNull(proof);
      assertTrue(proof.proves("BYE", "secret word"));
      answer(far, again, 200, null);
      live.holdsNothing();
    }
  }

  /** The failure twin: who agreed on TLS is not believed in the clear. */
  @ParameterizedTest
  @CsvSource({"UDP", "TCP"})
  void a_call_in_the_clear_of_a_trunk_over_tls_is_refused(Transport transport) throws Exception {
    try (Far far = new Far(theirs);
        LiveTrunks live = live(far, Transport.TLS)) {
      invite(far, live, transport);
      assertNotNull(far.next("INVITE", 403));
      live.holdsNothing();
    }
  }

  /** The failure twin: the connection is gone before we hang up, and nobody listens any more. */
  @Test
  void a_far_end_that_is_gone_holds_nothing() throws Exception {
    Far far = new Far(theirs);
    try (LiveTrunks live = live(far, Transport.TLS)) {
      invite(far, live, Transport.TLS);
      SipResponse ok = (SipResponse) far.next("INVITE", 200).message();
      String uri = contact(ok).toString();
      String tag = ";tag=" + ok.toTag();
      Target us = us(live, Transport.TLS);
      far.transport.send(request(far, Transport.TLS, "ACK", uri, tag, 1).build(), us);
      far.transport.send(request(far, Transport.TLS, "OPTIONS", uri, tag, 2).build(), us);
      assertNotNull(far.next("OPTIONS", 200));
      far.close();
      live.skip(Duration.ofSeconds(11));
      live.holdsNothing();
    } finally {
      far.close();
    }
  }
}
