package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path directory;
  private Path certificate = Path.of("");
  private Path key = Path.of("");
  private DoorFixture fixture;

  @BeforeEach
  void start() throws Exception {
    certificate = directory.resolve("gw.crt");
    key = directory.resolve("gw.key");
    writePair("first", "EC", true, true);
    fixture = new DoorFixture(settings());
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private HttpSettings settings() {
    HttpSettings.Tls tls = new HttpSettings.Tls(certificate, key);
    return new HttpSettings("127.0.0.1", 0, 2, tls, HttpSettings.Limits.DEFAULT);
  }

  /** Makes a self-signed pair of this name, and writes its halves to the files. */
  private void writePair(String name, String algorithm, boolean writeCertificate, boolean writeKey)
      throws Exception {
    Path store = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "gw",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, keytool.exitValue());
    KeyStore loaded = KeyStore.getInstance(store.toFile(), PASSWORD);
    if (writeCertificate) {
      Files.writeString(certificate, pem("CERTIFICATE", loaded.getCertificate("gw").getEncoded()));
    }
    if (writeKey) {
      Files.writeString(key, pem("PRIVATE KEY", loaded.getKey("gw", PASSWORD).getEncoded()));
    }
  }

  private static String pem(String type, byte[] content) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }

  private SSLSocket connect() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", fixture.door.port());
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  private static String name(SSLSocket socket) throws Exception {
    return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
        .getSubjectX500Principal()
        .getName();
  }

  private static String ask(SSLSocket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write("GET /health/live HTTP/1.1\r\nHost: gw\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    byte[] start = socket.getInputStream().readNBytes(15);
    socket.getInputStream().skip(socket.getInputStream().available());
    return new String(start, StandardCharsets.US_ASCII);
  }

  @Test
  void calls_are_answered_over_tls() throws Exception {
    try (SSLSocket socket = connect()) {
      assertEquals("HTTP/1.1 200 OK", ask(socket));
      assertEquals("CN=first", name(socket));
    }
  }

  @Test
  void a_plain_request_on_the_tls_port_gets_no_answer() throws Exception {
    try (RawClient client = new RawClient(fixture.door.port())) {
      client.send("GET /health/live HTTP/1.1\r\nHost: gw\r\n\r\n");
      assertFalse(client.untilClosed().contains("HTTP/1.1"));
    }
    try (SSLSocket socket = connect()) {
      assertEquals("HTTP/1.1 200 OK", ask(socket));
    }
  }

  @Test
  void a_renewed_certificate_is_used_for_new_connections_and_the_old_ones_stay() throws Exception {
    try (SSLSocket old = connect()) {
      assertEquals("HTTP/1.1 200 OK", ask(old));
      writePair("second", "RSA", true, true);
      assertTrue(fixture.door.reloadCertificates());
      for (int i = 0; i < 4; i++) {
        try (SSLSocket renewed = connect()) {
          assertEquals("CN=second", name(renewed));
          assertEquals("HTTP/1.1 200 OK", ask(renewed));
        }
      }
      assertEquals("HTTP/1.1 200 OK", ask(old));
    }
    assertFalse(fixture.door.reloadCertificates(), "nothing has changed since");
  }

  @Test
  void half_a_rotation_is_not_put_in_force() throws Exception {
    writePair("second", "EC", true, false);
    assertFalse(fixture.door.reloadCertificates());
    try (SSLSocket socket = connect()) {
      assertEquals("CN=first", name(socket));
    }
    writePair("third", "EC", true, true);
    assertTrue(fixture.door.reloadCertificates());
    try (SSLSocket socket = connect()) {
      assertEquals("CN=third", name(socket));
    }
  }

  @Test
  void files_that_are_no_pem_or_are_gone_leave_the_old_certificate() throws Exception {
    Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nnonsense\n");
    assertFalse(fixture.door.reloadCertificates());
    Files.delete(key);
    assertFalse(fixture.door.reloadCertificates());
    try (SSLSocket socket = connect()) {
      assertEquals("CN=first", name(socket));
    }
  }

  @Test
  void a_door_without_a_usable_pair_does_not_start() throws Exception {
    Files.writeString(key, "no key");
    assertThrows(IOException.class, () -> new DoorFixture(settings()));
    writePair("other", "EC", false, true);
    IOException error = assertThrows(IOException.class, () -> new DoorFixture(settings()));
    assertTrue(String.valueOf(error.getMessage()).contains("does not belong"), error.getMessage());
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
