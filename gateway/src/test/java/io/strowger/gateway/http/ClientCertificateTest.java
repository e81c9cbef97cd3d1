package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.Credentials;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.MessageRules;
import io.strowger.gateway.account.Network;
import io.strowger.gateway.account.Templates;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.smpp.simulator.CertificateAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in over HTTPS: by a key, by a certificate, from where. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClientCertificateTest {
  private static final String BOUND_KEY = "key-bound-to-a-certificate-0123456789";
  private static final String FAR_KEY = "key-of-a-far-away-network-0123456789";
  private static final String NEAR_KEY = "key-of-the-network-near-0123456789";
  private static final String FREE_KEY = "key-of-an-account-without-rules-012345";

  private final Instant now = Instant.now();
  private final CertificateAuthority authority = CertificateAuthority.create("Alpha CA", now);
  private final CertificateAuthority foreign = CertificateAuthority.create("Beta CA", now);

  @TempDir Path directory;
  private @Nullable DoorFixture fixture;

  @BeforeEach
  void start() throws IOException {
    start(false);
  }

  private void start(boolean required) throws IOException {
    stop();
    CertificateAuthority.Issued server = issue(authority, "localhost", 9);
    HttpSettings.Tls tls =
        new HttpSettings.Tls(
            file("gw.crt", server.certificatePem()),
            file("gw.key", server.keyPem()),
            file("clients.pem", authority.pem()),
            required);
    DoorFixture started =
        new DoorFixture(new HttpSettings("localhost", 0, 2, tls, HttpSettings.Limits.DEFAULT));
    started.door.accounts(accounts());
    fixture = started;
  }

  @AfterEach
  void stop() {
    if (fixture != null) {
      fixture.close();
    }
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private CertificateAuthority.Issued issue(CertificateAuthority by, String name, int days) {
    return by.issue(name, now.minus(Duration.ofDays(10)), now.plus(Duration.ofDays(days)));
  }

  private static Accounts accounts() {
    return Accounts.of(
        List.of(
            account("bound", BOUND_KEY, Set.of("CN=idp", "CN=spare"), List.of()),
            account("far", FAR_KEY, Set.of(), List.of(Network.parse("192.0.2.0/24"))),
            account(
                "near",
                NEAR_KEY,
                Set.of(),
                List.of(Network.parse("127.0.0.0/8"), Network.parse("::1"))),
            account("free", FREE_KEY, Set.of(), List.of())),
        Set.of());
  }

  private static Account account(
      String id, String key, Set<String> subjects, List<Network> networks) {
    return new Account(
        id,
        false,
        new Credentials(Set.of(KeyHash.of(key)), subjects, networks, null, null, null),
        MessageRules.DEFAULT,
        Templates.DEFAULT,
        VerificationRules.DEFAULT,
        GuardRules.DEFAULT,
        null,
        Map.of());
  }

  private static Certificate certificate(String pem) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static PrivateKey key(String pem) throws Exception {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
    return KeyFactory.getInstance("EC").generatePrivate(spec);
  }

  private SSLContext context(CertificateAuthority.@Nullable Issued own) throws Exception {
    KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
    trust.load(null, null);
    trust.setCertificateEntry("authority", certificate(authority.pem()));
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(trust);
    KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
    keys.load(null, null);
    if (own != null) {
      keys.setKeyEntry(
          "own",
          key(own.keyPem()),
          new char[0],
          new Certificate[] {certificate(own.certificatePem())});
    }
    KeyManagerFactory shown =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    shown.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private int ask(CertificateAuthority.@Nullable Issued own, @Nullable String key)
      throws Exception {
    DoorFixture started = Objects.requireNonNull(fixture);
    URI uri = URI.create("https://localhost:" + started.door.port() + "/v1/denials");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try (HttpClient client = HttpClient.newBuilder().sslContext(context(own)).build()) {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertFalse(answer.body().contains("CN="), "no subject is told to a stranger");
      return answer.statusCode();
    }
  }

  @Test
  void a_certificate_alone_lets_its_account_in() throws Exception {
    assertEquals(200, ask(issue(authority, "idp", 9), null));
    assertEquals(200, ask(issue(authority, "spare", 9), null));
  }

  @Test
  void a_certificate_of_another_subject_is_nobody() throws Exception {
    assertEquals(401, ask(issue(authority, "idp2", 9), null));
    assertEquals(401, ask(null, null));
  }

  @Test
  void a_key_bound_to_a_certificate_needs_it() throws Exception {
    assertEquals(200, ask(issue(authority, "idp", 9), BOUND_KEY));
    assertEquals(401, ask(issue(authority, "other", 9), BOUND_KEY));
    assertEquals(401, ask(null, BOUND_KEY));
  }

  @Test
  void a_key_counts_before_the_certificate() throws Exception {
    assertEquals(200, ask(issue(authority, "idp", 9), FREE_KEY));
    assertEquals(401, ask(issue(authority, "idp", 9), "no-key-of-anybody-0123456789"));
  }

  @Test
  void a_key_is_taken_from_the_networks_of_its_account_alone() throws Exception {
    assertEquals(200, ask(null, NEAR_KEY));
    assertEquals(401, ask(null, FAR_KEY));
    assertEquals(200, ask(null, FREE_KEY));
  }

  @Test
  void an_expired_or_foreign_certificate_ends_the_handshake() {
    assertThrows(IOException.class, () -> ask(issue(authority, "idp", -1), null));
    // A client does not even show what the listed authorities did not issue: then it shows none.
    assertEquals(401, assertAsked(issue(foreign, "idp", 9)));
  }

  private int assertAsked(CertificateAuthority.Issued own) {
    try {
      return ask(own, null);
    } catch (IOException e) {
      return 401;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void where_certificates_are_required_nobody_comes_without() throws Exception {
    start(true);
    assertThrows(IOException.class, () -> ask(null, FREE_KEY));
    assertEquals(200, ask(issue(authority, "anybody", 9), FREE_KEY));
    assertEquals(200, ask(issue(authority, "idp", 9), null));
  }

  @Test
  void other_authorities_come_into_force_without_a_restart() throws Exception {
    DoorFixture started = Objects.requireNonNull(fixture);
    assertEquals(401, assertAsked(issue(foreign, "idp", 9)));
    file("clients.pem", authority.pem() + foreign.pem());
    assertTrue(started.door.reloadCertificates());
    assertEquals(200, ask(issue(foreign, "idp", 9), null));
    file("clients.pem", "no certificate\n");
    assertFalse(started.door.reloadCertificates());
    assertEquals(200, ask(issue(foreign, "idp", 9), null), "the last good ones stay");
  }
}
