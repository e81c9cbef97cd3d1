package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.CallPlan;
import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.transport.TlsFiles;
import io.strowger.sip.trunk.LiveTrunks.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls through Kamailio, which asks for credentials and sits on the route of every request. */
final class KamailioIT {
  private static final String DOMAIN = "kamailio.example";

  @TempDir private Path folder = Path.of("");

  /** A running proxy. */
  private record Proxy(Peer process, int plain, int secure) implements AutoCloseable {
    @Override
    public void close() {
      process.close();
    }
  }

  private Proxy kamailio(String algorithm, int gateway) throws IOException, InterruptedException {
    Peer.needs("kamailio", "kamailio");
    Peer.needs("openssl", "openssl");
    Path modules = modules();
    Path key = folder.resolve("key.pem");
    Path certificate = certificate();
    int made =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + DOMAIN,
                "-addext",
                "subjectAltName=DNS:" + DOMAIN,
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start()
            .waitFor();
    assertEquals(0, made);
    int plain = Peer.freePort();
    int secure = Peer.freePort();
    Path config = folder.resolve("kamailio.cfg");
    Files.writeString(
        config,
        Files.readString(Peer.resource("kamailio/kamailio.cfg"))
            .replace("PLAIN", "" + plain)
            .replace("SECURE", "" + secure)
            .replace("GATEWAY", "" + gateway)
            .replace("ALGORITHM", algorithm)
            .replace("MODULES", modules.toString())
            .replace("\"KEY\"", "\"" + key + "\"")
            .replace("\"CERTIFICATE\"", "\"" + certificate + "\""));
    Peer process =
        Peer.start(
            folder,
            "kamailio",
            plain,
            folder.resolve("none"),
            List.of(
                "kamailio",
                "-DD",
                "-E",
                "-f",
                config.toString(),
                "-Y",
                folder.toString(),
                "-m",
                "32",
                "-M",
                "4"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !process.alive() || (listens(plain) && listens(secure)));
    assertTrue(process.alive(), process::words);
    return new Proxy(process, plain, secure);
  }

  private Path certificate() {
    return folder.resolve("certificate.pem");
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static Path modules() throws IOException {
    try (var found = Files.find(Path.of("/usr/lib"), 4, (path, _) -> path.endsWith("tls.so"))) {
      var tls = found.filter(path -> path.toString().contains("kamailio")).findFirst();
      Assumptions.assumeTrue(
          tls.isPresent(), "MISSING: Kamailio's TLS; install the package kamailio-tls-modules");
      return Objects.requireNonNull(tls.orElseThrow().getParent());
    }
  }

  private LiveTrunks live(Proxy proxy, Transport transport, String password, boolean registers)
      throws IOException {
    return live(proxy, transport, List.of(new DigestCredentials("strowger", password)), registers);
  }

  private LiveTrunks live(
      Proxy proxy, Transport transport, List<DigestCredentials> credentials, boolean registers)
      throws IOException {
    TrunkSettings plain =
        TrunkSettings.of(
            "alpha-1",
            new TrunkSettings.Peer(
                "127.0.0.1",
                transport == Transport.TLS ? proxy.secure() : proxy.plain(),
                transport,
                DOMAIN),
            TrunkSettings.Caller.of("39029876543"));
    TrunkSettings trunk =
        new TrunkSettings(
            plain.id(),
            0,
            plain.peer(),
            credentials,
            registers ? new TrunkSettings.Registration("strowger", 600) : null,
            plain.caller(),
            plain.numbers(),
            plain.limits(),
            new TrunkSettings.Health(3, 1, 1_000, 500, 4_000),
            CallPlan.Features.DEFAULT,
            plain.media());
    TlsFiles tls = new TlsFiles(null, null, certificate(), false);
    return new LiveTrunks(
        new SipCarrierSettings("alpha", List.of(trunk)),
        transport == Transport.TLS ? tls : TlsFiles.NONE,
        false);
  }

  @ParameterizedTest
  @CsvSource({"MD5, UDP", "MD5, TCP", "MD5, TLS", "SHA-256, TCP", "SHA-256, TLS"})
  void a_call_with_credentials_goes_through(String algorithm, Transport transport)
      throws Exception {
    try (Peer sipp = Peer.sipp(folder, "normal", "-rtp_echo");
        Proxy proxy = kamailio(algorithm, sipp.port());
        Capture capture = Capture.start(folder, sipp.port(), proxy.plain());
        LiveTrunks live = live(proxy, transport, "secret word", false)) {
      live.place("ref", new CodeScript("4", false, '1', 0), CallLimits.DEFAULT, 50_000);
      Ended end = live.end();
      capture.stopAfter("sip.Method == BYE");
      assertEquals(List.of(), capture.faults());
      assertEquals(
          Disposition.COMPLETED,
          end.report().outcome().disposition(),
          () -> end + "\n" + live.seen + "\n" + proxy.process().words());
      assertEquals(0, sipp.exit(20), sipp::words);
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> live.carrier.status().trunks().getFirst().up());
    }
  }

  @Test
  void wrong_credentials_are_a_fault_that_is_named() throws Exception {
    try (Proxy proxy = kamailio("SHA-256", Peer.freePort());
        LiveTrunks live = live(proxy, Transport.TCP, "wrong", false)) {
      live.place("ref", new CodeScript("4", false, '1', 0), CallLimits.DEFAULT, 50_000);
      Ended end = live.end();
      assertEquals(Disposition.CONFIGURATION_FAULT, end.report().outcome().disposition());
      assertEquals(407, end.report().outcome().sipStatus());
      assertFalse(end.report().evidence().ringing());
    }
  }

  @ParameterizedTest
  @CsvSource({"MD5, UDP", "SHA-256, TLS"})
  void a_registration_is_accepted(String algorithm, Transport transport) throws Exception {
    try (Proxy proxy = kamailio(algorithm, Peer.freePort());
        LiveTrunks live = live(proxy, transport, "secret word", true)) {
      Awaitility.await()
          .atMost(10, TimeUnit.SECONDS)
          .ignoreExceptions()
          .until(() -> live.carrier.status().trunks().getFirst().registered());
      assertEquals("", live.carrier.status().trunks().getFirst().cause());
    }
  }

  @ParameterizedTest
  @CsvSource({"MD5, UDP", "SHA-256, TLS"})
  void the_second_credential_registers_and_calls_where_the_first_is_refused(
      String algorithm, Transport transport) throws Exception {
    List<DigestCredentials> both =
        List.of(
            new DigestCredentials("strowger", "rotated"),
            new DigestCredentials("strowger", "secret word"));
    try (Peer sipp = Peer.sipp(folder, "normal", "-rtp_echo");
        Proxy proxy = kamailio(algorithm, sipp.port());
        LiveTrunks registered = live(proxy, transport, both, true);
        LiveTrunks calling = live(proxy, transport, both, false)) {
      Awaitility.await()
          .atMost(10, TimeUnit.SECONDS)
          .ignoreExceptions()
          .until(() -> registered.carrier.status().trunks().getFirst().registered());
      assertEquals(
          "REGISTER was answered 401: credentials refused",
          registered.carrier.status().trunks().getFirst().firstRefused());
      calling.place("ref", new CodeScript("4", false, '1', 0), CallLimits.DEFAULT, 50_000);
      Ended end = calling.end();
      assertEquals(
          Disposition.COMPLETED,
          end.report().outcome().disposition(),
          () -> end + "\n" + calling.seen + "\n" + proxy.process().words());
      assertEquals(
          "INVITE was answered 401: credentials refused",
          calling.carrier.status().trunks().getFirst().firstRefused());
    }
  }
}
