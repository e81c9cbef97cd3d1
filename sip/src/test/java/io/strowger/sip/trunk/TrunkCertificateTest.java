package io.strowger.sip.trunk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.transport.Authority;
import io.strowger.sip.transport.PeerCertificate;
import io.strowger.sip.transport.SipTransport;
import io.strowger.sip.transport.SipTransportListener;
import io.strowger.sip.transport.TlsFiles;
import io.strowger.sip.transport.TransportLimits;
import io.strowger.sip.transport.TransportRuntime;
import io.strowger.sip.transport.TransportSettings;
import io.strowger.sip.trunk.LiveTrunks.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates run out and change hands, at the trunk's end and in what we trust. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TrunkCertificateTest {
  @TempDir private Path folder = Path.of("");

  /** A carrier over TLS where everybody is busy. */
  private static final class Busy implements SipTransportListener, AutoCloseable {
    private final MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Set<Flow> flows = ConcurrentHashMap.newKeySet();
    private final SipTransport transport;

    Busy(TlsFiles files) throws IOException {
      EventLoop loop = group.next();
      transport =
          SipTransport.start(
              new TransportRuntime(loop, loop, loop, System::currentTimeMillis),
              new TransportSettings(
                  List.of(
                      new TransportSettings.Listener(
                          Transport.TLS,
                          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                  files,
                  TransportLimits.STANDARD),
              this);
    }

    void dropConnections() {
      flows.forEach(transport::close);
    }

    int port() {
      return transport.addresses().getFirst().getPort();
    }

    @Override
    public void received(SipReading reading, Flow flow) {
      flows.add(flow);
      if (reading instanceof SipReading.Message(SipRequest request)
          && !request.method().equals("ACK")) {
        int status = request.method().equals("INVITE") ? 486 : 200;
        transport.send(SipResponse.to(request, status).toTag("t").build(), flow);
      }
    }

    @Override
    public void sendFailed(SipMessage message, String cause) {}

    @Override
    public void closed(Flow flow, String cause) {}

    @Override
    public void settled() {}

    @Override
    public void close() {
      transport.close();
      var _ = group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }
  }

  private static TrunkSettings trunk(String id, int port, int priority) {
    TrunkSettings plain =
        TrunkSettings.of(
            id,
            new TrunkSettings.Peer("127.0.0.1", port, Transport.TLS, "carrier.example"),
            TrunkSettings.Caller.of("39029876543"));
    return new TrunkSettings(
        id,
        priority,
        plain.peer(),
        plain.credentials(),
        null,
        plain.caller(),
        plain.numbers(),
        plain.limits(),
        new TrunkSettings.Health(2, 1, 500, 500, 4_000),
        plain.features(),
        plain.media());
  }

  private static Ended called(LiveTrunks live) throws InterruptedException {
    live.place("ref", new CodeScript("4", false, '1', 0), CallLimits.DEFAULT, 50_000);
    return live.end();
  }

  private static void is(LiveTrunks live, boolean up, String cause) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          SipCarrierStatus.TrunkStatus first = live.carrier.status().trunks().getFirst();
          return first.up() == up && first.cause().contains(cause);
        });
  }

  private TlsFiles live(TlsFiles from, String name) throws IOException {
    return new TlsFiles(
        Files.copy(existing(from.certificate()), folder.resolve(name + ".pem")),
        Files.copy(existing(from.key()), folder.resolve(name + ".key")),
        null,
        false);
  }

  private static Path existing(@Nullable Path file) {
    assertNotNull(file);
    return file;
  }

  private void replace(@Nullable Path file, @Nullable Path by) throws IOException {
    FileTime before = Files.getLastModifiedTime(existing(file));
    Path next = folder.resolve("next");
    Files.copy(existing(by), next, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(next, FileTime.from(before.toInstant().plusSeconds(2)));
    Files.move(
        next, existing(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void one_that_has_expired_is_passed_over_named_and_believed_again_once_renewed()
      throws Exception {
    Authority authority = Authority.in(folder);
    TlsFiles expired =
        live(authority.server("dns:carrier.example", "-startdate", "-20d", "-validity", "10"), "a");
    TlsFiles good = authority.server("dns:carrier.example");
    TlsFiles trusting = new TlsFiles(null, null, authority.trust(), false);
    try (Busy bad = new Busy(expired);
        Busy well = new Busy(good);
        LiveTrunks live =
            new LiveTrunks(
                new SipCarrierSettings(
                    "alpha", List.of(trunk("a", bad.port(), 0), trunk("b", well.port(), 1))),
                trusting,
                false)) {
      Ended end = called(live);
      assertEquals(Disposition.BUSY, end.report().outcome().disposition(), () -> "" + end);
      assertEquals("b", end.report().trunk());
      is(live, false, "the certificate has expired");
      PeerCertificate shown = shown(live);
      assertFalse(shown.accepted());
      assertTrue(shown.endsMillis() < System.currentTimeMillis(), () -> "" + shown);
      assertTrue(live.carrier.status().trunks().getFirst().refused());
      replace(expired.certificate(), good.certificate());
      replace(expired.key(), good.key());
      is(live, true, "");
      assertTrue(shown(live).accepted());
      assertTrue(shown(live).endsMillis() > System.currentTimeMillis());
      assertFalse(live.carrier.status().trunks().getFirst().refused());
      assertEquals("a", called(live).report().trunk());
      live.holdsAtMost(4);
    }
  }

  private static PeerCertificate shown(LiveTrunks live) {
    return live.carrier.status().trunks().getFirst().certificates().getFirst().certificate();
  }

  @Test
  void our_own_is_read_anew_while_nobody_connects() throws Exception {
    Authority authority = Authority.in(folder);
    TlsFiles ours = live(authority.server("dns:us.example", "-validity", "5"), "ours");
    TlsFiles renewed = authority.server("dns:us.example", "-validity", "50");
    try (LiveTrunks live =
        new LiveTrunks(
            new SipCarrierSettings("alpha", List.of(trunk("a", 1, 0))),
            new TlsFiles(ours.certificate(), ours.key(), authority.trust(), false),
            false)) {
      long day = Duration.ofDays(1).toMillis();
      long now = System.currentTimeMillis();
      await().until(() -> live.carrier.status().ownCertificateEndsMillis() - now < 6 * day);
      assertTrue(live.carrier.status().ownCertificateEndsMillis() > now);
      replace(ours.certificate(), renewed.certificate());
      replace(ours.key(), renewed.key());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> live.carrier.status().ownCertificateEndsMillis() - now > 40 * day);
    }
  }

  @Test
  void one_of_another_authority_is_believed_once_that_is_trusted_without_a_restart()
      throws Exception {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path other = Files.createDirectory(folder.resolve("other"));
    Authority known = Authority.in(one);
    Authority next = Authority.in(other);
    TlsFiles shown = live(known.server("dns:carrier.example"), "a");
    Path trust = Files.copy(known.trust(), folder.resolve("trust.pem"));
    try (Busy carrier = new Busy(shown);
        LiveTrunks live =
            new LiveTrunks(
                new SipCarrierSettings("alpha", List.of(trunk("a", carrier.port(), 0))),
                new TlsFiles(null, null, trust, false),
                false)) {
      assertEquals(Disposition.BUSY, called(live).report().outcome().disposition());
      await().until(() -> !live.carrier.status().trunks().getFirst().certificates().isEmpty());
      String before = shown(live).fingerprint();
      TlsFiles rotated = next.server("dns:carrier.example");
      replace(shown.certificate(), rotated.certificate());
      replace(shown.key(), rotated.key());
      // The connection that stands is none of the new certificate's business.
      assertEquals(Disposition.BUSY, called(live).report().outcome().disposition());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            // New files are looked at when somebody connects, and count for the next.
            carrier.dropConnections();
            return !live.carrier.status().trunks().getFirst().up();
          });
      is(live, false, "TLS handshake failed");
      assertFalse(shown(live).accepted());
      assertNotEquals(before, shown(live).fingerprint());
      Ended refused = called(live);
      assertEquals(Disposition.RETRY_OTHER_TRUNK, refused.report().outcome().disposition());
      assertTrue(refused.report().outcome().text().contains("TLS"), () -> "" + refused);
      replace(trust, next.trust());
      is(live, true, "");
      assertEquals(Disposition.BUSY, called(live).report().outcome().disposition());
      live.holdsAtMost(4);
    }
  }
}
