package io.strowger.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The door's certificate and key, and the authorities of its clients; read again when the files
 * change.
 */
final class Certificates {
  private static final String[] KEY_TYPES = {"RSA", "EC", "EdDSA"};
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");
  private static final byte[] PROBE = "one key pair".getBytes(StandardCharsets.US_ASCII);

  private final Vertx vertx;
  private final HttpSettings.Tls files;
  private byte[] certificate = new byte[0];
  private byte[] key = new byte[0];
  private byte[] trust = new byte[0];

  Certificates(Vertx vertx, HttpSettings.Tls files) {
    this.vertx = vertx;
    this.files = files;
  }

  /**
   * What the files hold now.
   *
   * @return null when that is what they held the last time
   * @throws IOException when they cannot be read, or do not hold a certificate and its key
   */
  synchronized @Nullable ServerSSLOptions readIfChanged() throws IOException {
    byte[] nextCertificate = Files.readAllBytes(files.certificate());
    byte[] nextKey = Files.readAllBytes(files.key());
    Path authorities = files.clientTrust();
    byte[] nextTrust = authorities == null ? new byte[0] : Files.readAllBytes(authorities);
    if (Arrays.equals(certificate, nextCertificate)
        && Arrays.equals(key, nextKey)
        && Arrays.equals(trust, nextTrust)) {
      return null;
    }
    certificate = nextCertificate;
    key = nextKey;
    trust = nextTrust;
    ServerSSLOptions options = new ServerSSLOptions();
    options.setKeyCertOptions(pair(nextCertificate, nextKey));
    options.setEnabledSecureTransportProtocols(PROTOCOLS);
    if (authorities != null) {
      options.setTrustOptions(authorities(nextTrust));
      options.setClientAuth(files.clientRequired() ? ClientAuth.REQUIRED : ClientAuth.REQUEST);
    }
    return options;
  }

  private PemTrustOptions authorities(byte[] pem) throws IOException {
    PemTrustOptions options = new PemTrustOptions().addCertValue(Buffer.buffer(pem));
    try {
      for (TrustManager manager : options.getTrustManagerFactory(vertx).getTrustManagers()) {
        if (manager instanceof X509TrustManager known && known.getAcceptedIssuers().length > 0) {
          return options;
        }
      }
    } catch (Exception e) {
      // The reader's own words may quote the file.
      throw new IOException("the authorities of clients cannot be read as PEM", e);
    }
    throw new IOException("the file with the authorities of clients holds none");
  }

  private PemKeyCertOptions pair(byte[] nextCertificate, byte[] nextKey) throws IOException {
    PemKeyCertOptions options =
        new PemKeyCertOptions()
            .setCertValue(Buffer.buffer(nextCertificate))
            .setKeyValue(Buffer.buffer(nextKey));
    try {
      verify(options);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      // The reader's own words may quote the file.
      throw new IOException("cannot be read as PEM", e);
    }
    return options;
  }

  /** A rotation that has replaced one file of the two must not be put in force. */
  private void verify(PemKeyCertOptions options) throws Exception {
    for (KeyManager manager : options.getKeyManagerFactory(vertx).getKeyManagers()) {
      if (manager instanceof X509KeyManager keys) {
        for (String type : KEY_TYPES) {
          String[] aliases = keys.getServerAliases(type, null);
          if (aliases != null && aliases.length > 0) {
            verify(type, keys.getPrivateKey(aliases[0]), keys.getCertificateChain(aliases[0])[0]);
            return;
          }
        }
      }
    }
    throw new IOException("holds no RSA, EC or EdDSA key");
  }

  private static void verify(String type, PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    String algorithm =
        switch (type) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(PROBE);
    if (!signature.verify(signed)) {
      throw new IOException("the key does not belong to the certificate");
    }
  }
}
