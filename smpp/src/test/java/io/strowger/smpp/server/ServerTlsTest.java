package io.strowger.smpp.server;

import static io.strowger.smpp.server.LiveServer.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.server.ServerSettings.Limits;
import io.strowger.smpp.server.ServerSettings.Tls;
import io.strowger.smpp.simulator.CertificateAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which clients a TLS listener lets in, and which certificate it shows. */
final class ServerTlsTest {
  private final Instant now = Instant.now();
  private final CertificateAuthority authority = CertificateAuthority.create("Alpha CA", now);
  private final CertificateAuthority foreign = CertificateAuthority.create("Beta CA", now);

  @TempDir Path directory;

  private CertificateAuthority.Issued issue(CertificateAuthority by, String name, int days) {
    return by.issue(name, now.minus(Duration.ofDays(10)), now.plus(Duration.ofDays(days)));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private Tls server(CertificateAuthority by, boolean clients, boolean required)
      throws IOException {
    CertificateAuthority.Issued issued = issue(by, "localhost", 9);
    return new Tls(
        file("server.pem", issued.certificatePem()),
        file("server.key", issued.keyPem()),
        clients ? file("clients.pem", authority.pem()) : null,
        required);
  }

  private static LiveServer live(Tls tls) throws IOException {
    return new LiveServer(LiveServer.settings(Limits.DEFAULT, EsmeTimers.DEFAULT, tls));
  }

  private static RawEsme connect(
      LiveServer live,
      CertificateAuthority trusted,
      CertificateAuthority.@Nullable Issued own,
      String... protocols)
      throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
    trust.load(null, null);
    trust.setCertificateEntry(
        "authority",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(trusted.pem().getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trusts =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusts.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new Insistent(own)}, trusts.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(live.address().getAddress(), live.address().getPort());
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return new RawEsme(socket);
  }

  private static void binds(RawEsme esme) throws IOException {
    assertEquals(
        0, esme.bind("esme", TestApplication.PASSWORD, BindType.TRANSCEIVER, 0x34).commandStatus());
    esme.send(new Pdu.SubmitSm(2, RawEsme.message("39333", "Code 1")));
    assertEquals(0, esme.read(Pdu.SubmitSmResp.class).commandStatus());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void a_client_without_a_certificate_is_let_in_where_none_is_required(String protocol)
      throws Exception {
    for (boolean asked : new boolean[] {false, true}) {
      try (LiveServer live = live(server(authority, asked, false));
          RawEsme esme = connect(live, authority, null, protocol)) {
        binds(esme);
        BindRequest bind = live.application.binds.element();
        assertTrue(bind.tls());
        assertNull(bind.tlsSubject());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_good_certificate_names_its_client(boolean required) throws Exception {
    try (LiveServer live = live(server(authority, true, required));
        RawEsme esme = connect(live, authority, issue(authority, "esme.example", 5))) {
      binds(esme);
      assertEquals("CN=esme.example", live.application.binds.element().tlsSubject());
      assertTrue(live.application.bound.element().tls());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_foreign_or_expired_certificate_is_not_let_in(boolean required) throws Exception {
    try (LiveServer live = live(server(authority, true, required))) {
      for (CertificateAuthority.Issued bad :
          List.of(issue(foreign, "esme.example", 5), issue(authority, "esme.example", -1))) {
        // In TLS 1.3 the client learns of it only when it reads.
        assertThrows(
            IOException.class,
            () -> {
              try (RawEsme esme = connect(live, authority, bad, "TLSv1.3")) {
                binds(esme);
              }
            });
        assertThrows(IOException.class, () -> connect(live, authority, bad, "TLSv1.2").close());
      }
      assertTrue(live.application.binds.isEmpty());
      eventually().until(() -> live.server.status().connections() == 0);
    }
  }

  @Test
  void no_certificate_is_not_let_in_where_one_is_required() throws Exception {
    try (LiveServer live = live(server(authority, true, true))) {
      assertThrows(
          IOException.class,
          () -> {
            try (RawEsme esme = connect(live, authority, null)) {
              binds(esme);
            }
          });
      assertTrue(live.application.binds.isEmpty());
    }
  }

  @Test
  void plain_smpp_on_a_tls_listener_is_closed() throws Exception {
    try (LiveServer live = live(server(authority, false, false));
        RawEsme esme = new RawEsme(live.address())) {
      esme.send(Steps.bindRequest(BindType.TRANSCEIVER));
      assertTrue(esme.isClosedByPeer());
      assertTrue(live.application.binds.isEmpty());
    }
  }

  @Test
  void rotated_files_count_for_new_connections_and_bad_ones_not_at_all() throws Exception {
    try (LiveServer live = live(server(authority, false, false));
        RawEsme old = connect(live, authority, null)) {
      binds(old);
      file("server.pem", "not a certificate");
      for (int i = 0; i < 5; i++) {
        connect(live, authority, null).close();
      }
      CertificateAuthority.Issued next = issue(foreign, "localhost", 9);
      file("server.key", next.keyPem());
      file("server.pem", next.certificatePem());
      eventually()
          .ignoreExceptions()
          .until(() -> {
            connect(live, foreign, null).close();
            return true;
          });
      old.send(new Pdu.SubmitSm(3, RawEsme.message("39333", "Code 2")));
      assertEquals(0, old.read(Pdu.SubmitSmResp.class).commandStatus());
    }
  }

  @Test
  void a_listener_without_its_files_does_not_start() throws IOException {
    Tls missing = new Tls(directory.resolve("none.pem"), directory.resolve("none"), null, false);
    IOException e = assertThrows(IOException.class, () -> live(missing));
    assertTrue(String.valueOf(e.getMessage()).contains("none.pem"));
    Tls garbage = new Tls(file("g.pem", "garbage"), file("g.key", "4242-secret"), null, false);
    IOException unreadable = assertThrows(IOException.class, () -> live(garbage));
    assertTrue(!String.valueOf(unreadable.getMessage()).contains("4242"));
  }

  @Test
  void an_address_in_use_is_said() throws IOException {
    try (LiveServer live = LiveServer.plain()) {
      ServerSettings taken =
          new ServerSettings(
              "strowger",
              List.of(new ServerSettings.Listener("again", live.address(), null)),
              Limits.DEFAULT,
              EsmeTimers.DEFAULT);
      IOException e = assertThrows(IOException.class, () -> new LiveServer(taken).close());
      assertTrue(String.valueOf(e.getMessage()).startsWith("cannot listen on"));
    }
  }

  /** Shows its certificate whoever is asked for: a client that is careless, or means ill. */
  private record Insistent(CertificateAuthority.@Nullable Issued own) implements X509KeyManager {
    private static final String ALIAS = "own";

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return own == null ? null : ALIAS;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return own == null ? null : new X509Certificate[] {own.certificate()};
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return own == null ? null : own.key();
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
