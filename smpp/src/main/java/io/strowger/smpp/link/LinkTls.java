package io.strowger.smpp.link;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Tls;
import io.strowger.smpp.link.CarrierStatus.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS towards a carrier: 1.2 or later, the host name always checked. */
final class LinkTls {
  private LinkTls() {}

  /**
   * Reads the files as they are now; blocking.
   *
   * @param witness is shown the peer's chain at the handshake, whether it is trusted or not
   * @throws IOException when a file is missing or is not PEM of the right kind
   */
  static SslContext context(Tls tls, Consumer<X509Certificate[]> witness) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .endpointIdentificationAlgorithm("HTTPS");
    Path certificate = tls.certificate();
    Path key = tls.key();
    try {
      builder.trustManager(new WitnessedTrust(trust(tls.trust()), witness));
      if (certificate != null && key != null) {
        builder.keyManager(existing(certificate).toFile(), existing(key).toFile());
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      // Netty names the file; its cause may quote what it holds, which is nobody's to log.
      throw new IOException(String.valueOf(e.getMessage()));
    } catch (GeneralSecurityException e) {
      throw new IOException("no trust store: " + e.getMessage());
    }
  }

  /**
   * Why the certificate that is to be shown had better not be, while the other may; null when
   * nothing speaks against it. Blocking.
   */
  static @Nullable String unfit(Tls tls) {
    Path certificate = tls.certificate();
    Path other = tls.secondCertificate();
    if (certificate == null || other == null) {
      return null;
    }
    CertificateException wrong = outOfTime(certificate);
    return wrong != null && outOfTime(other) == null ? Causes.ours(certificate, wrong) : null;
  }

  /** A file that cannot be read is told of when it is used. */
  private static @Nullable CertificateException outOfTime(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        if (each instanceof X509Certificate x509) {
          x509.checkValidity();
        }
      }
      return null;
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      return e;
    } catch (IOException | CertificateException _) {
      return null;
    }
  }

  /**
   * @param file PEM certificates; null for the authorities of the system
   */
  private static X509ExtendedTrustManager trust(@Nullable Path file)
      throws IOException, GeneralSecurityException {
    KeyStore authorities = file == null ? null : authorities(existing(file));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("this Java has no X.509 trust manager");
  }

  private static KeyStore authorities(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    try (InputStream pem = Files.newInputStream(file)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + count++, each);
      }
    } catch (CertificateException _) {
      count = 0;
    }
    if (count == 0) {
      throw new IOException(
          "File does not contain valid certificates: " + file.toAbsolutePath().normalize());
    }
    return store;
  }

  private static Path existing(Path file) throws NoSuchFileException {
    if (!Files.isReadable(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return file;
  }

  /** The name that is asked for (SNI) and expected in the certificate is the same. */
  static SslHandler handler(Tls tls, SslContext context, Channel channel, HostPort address) {
    String serverName = tls.serverName();
    String name = serverName == null ? address.host() : serverName;
    SslHandler handler = context.newHandler(channel.alloc(), name, address.port());
    // The session's connect timer bounds the handshake.
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  /** Both sides' certificates of a connection whose handshake is done. */
  static @Nullable Certificates certificates(SSLSession session) {
    try {
      return shown(session.getPeerCertificates(), session.getLocalCertificates());
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  /**
   * What a far end shows of itself.
   *
   * @param own null when none of ours was asked for
   */
  static Certificates shown(Certificate[] peer, Certificate @Nullable [] own) {
    Certificate first = peer[0];
    return new Certificates(
        earliestEnd(peer),
        earliestEnd(own),
        fingerprint(first),
        first instanceof X509Certificate x509 ? x509.getSubjectX500Principal().getName() : "");
  }

  private static String fingerprint(Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      return "";
    }
  }

  /** A chain is as good as its first link to end; 0 without one. */
  private static long earliestEnd(Certificate @Nullable [] chain) {
    long earliest = Long.MAX_VALUE;
    if (chain != null) {
      for (Certificate certificate : chain) {
        if (certificate instanceof X509Certificate x509) {
          earliest = Math.min(earliest, x509.getNotAfter().toInstant().toEpochMilli());
        }
      }
    }
    return earliest == Long.MAX_VALUE ? 0 : earliest;
  }
}
