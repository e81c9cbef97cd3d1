package io.strowger.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WebhooksTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path directory;

  /** A self-signed certificate of idp.example, and a file that makes it an authority. */
  private SSLContext serverContext(Path trust) throws Exception {
    Path store = directory.resolve("receiver.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "receiver",
                "-keyalg",
                "EC",
                "-dname",
                "CN=receiver",
                "-ext",
                "san=dns:idp.example",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException(
          new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Files.writeString(
        trust,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getCertificate("receiver").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void hook(WebhooksFixture fixture, String url, @Nullable Path trust) {
    fixture.accounts(
        Hooked.account("idp", WebhooksFixture.rules(url, WebhooksFixture.ANYWHERE, trust, 10_000)));
  }

  @Test
  void a_receiver_is_told_only_when_an_authority_vouches_for_its_name() throws Exception {
    Path trust = directory.resolve("trust.pem");
    try (Receiver receiver = new Receiver(InetAddress.getLoopbackAddress(), serverContext(trust));
        WebhooksFixture fixture = new WebhooksFixture()) {
      hook(fixture, receiver.url("idp.example", "/hook"), null);
      fixture.owe(Notices.of(Notices.DELIVERED, null));
      fixture.awaitOutcomes("idp UNREACHABLE");

      hook(fixture, receiver.url("somebody.example", "/hook"), trust);
      fixture.letBackOffPass();
      fixture.awaitOutcomes("idp UNREACHABLE", "idp UNREACHABLE");
      assertEquals(List.of(), receiver.heard);

      hook(fixture, receiver.url("idp.example", "/hook"), trust);
      fixture.letBackOffPass();
      fixture.awaitSettled(7L);
      assertEquals("/hook", receiver.heard.getFirst().uri());
    }
  }

  @Test
  void a_file_of_authorities_that_cannot_be_read_stops_nothing_else() throws Exception {
    Path trust = directory.resolve("trust.pem");
    try (Receiver receiver = new Receiver(InetAddress.getLoopbackAddress(), serverContext(trust));
        WebhooksFixture fixture = new WebhooksFixture()) {
      hook(fixture, receiver.url("idp.example", "/hook"), directory.resolve("none.pem"));
      fixture.owe(Notices.of(Notices.DELIVERED, null));
      fixture.awaitOutcomes("idp UNREACHABLE");
      Files.writeString(directory.resolve("none.pem"), "not a certificate");
      fixture.letBackOffPass();
      fixture.awaitOutcomes("idp UNREACHABLE", "idp UNREACHABLE");
      Files.copy(trust, directory.resolve("again.pem"));
      hook(fixture, receiver.url("idp.example", "/hook"), directory.resolve("again.pem"));
      fixture.letBackOffPass();
      fixture.awaitSettled(7L);
    }
  }
}
