package io.strowger.smpp.simulator;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a TLS listener shows, by the certificate dial. */
public final class SmscTls {
  private static final String ANOTHER_HOST = "another-host.invalid";

  private final Map<CertificateFault, SslContext> contexts;

  private SmscTls(Map<CertificateFault, SslContext> contexts) {
    this.contexts = contexts;
  }

  /**
   * Certificates of an authority of our own for this host, one for each setting of the dial.
   *
   * @throws SSLException when the Java runtime refuses them
   */
  public static SmscTls issued(CertificateAuthority authority, String host, Instant now)
      throws SSLException {
    Instant start = now.minus(Duration.ofDays(20));
    Instant end = now.plus(Duration.ofDays(365));
    Map<CertificateFault, SslContext> contexts = new EnumMap<>(CertificateFault.class);
    contexts.put(CertificateFault.VALID, context(authority.issue(host, start, end)));
    contexts.put(
        CertificateFault.EXPIRED,
        context(authority.issue(host, start, now.minus(Duration.ofDays(1)))));
    contexts.put(CertificateFault.WRONG_HOST, context(authority.issue(ANOTHER_HOST, start, end)));
    return new SmscTls(contexts);
  }

  /**
   * The operator's own files; the certificate dial then has no effect.
   *
   * @param certificate PEM, with its chain
   * @param key PEM, PKCS #8
   * @param clientTrust PEM of the authorities whose clients may connect; null asks for none
   * @throws SSLException when a file cannot be read
   */
  public static SmscTls files(Path certificate, Path key, @Nullable Path clientTrust)
      throws SSLException {
    return files(certificate, key, clientTrust, List.of("TLSv1.3", "TLSv1.2"));
  }

  /** The same with these versions of TLS only. */
  public static SmscTls files(
      Path certificate, Path key, @Nullable Path clientTrust, List<String> versions)
      throws SSLException {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(certificate.toFile(), key.toFile()).protocols(versions);
      if (clientTrust != null) {
        builder.trustManager(clientTrust.toFile()).clientAuth(ClientAuth.REQUIRE);
      }
      return new SmscTls(Map.of(CertificateFault.VALID, builder.build()));
    } catch (IllegalArgumentException e) {
      throw new SSLException("cannot use " + certificate + " with " + key, e);
    }
  }

  SslContext context(CertificateFault fault) {
    SslContext context = contexts.get(fault);
    if (context == null) {
      context = contexts.get(CertificateFault.VALID);
    }
    if (context == null) {
      throw new IllegalStateException("a TLS listener without a certificate");
    }
    return context;
  }

  private static SslContext context(CertificateAuthority.Issued issued) throws SSLException {
    return SslContextBuilder.forServer(issued.key(), issued.certificate()).build();
  }
}
