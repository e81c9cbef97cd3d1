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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** TLS towards a carrier: 1.2 or later, the host name always checked. */
final class LinkTls {
  private LinkTls() {}

  /**
   * Reads the files as they are now; blocking.
   *
   * @throws IOException when a file is missing or is not PEM of the right kind
   */
  static SslContext context(Tls tls) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .endpointIdentificationAlgorithm("HTTPS");
    Path trust = tls.trust();
    Path certificate = tls.certificate();
    Path key = tls.key();
    try {
      if (trust != null) {
        builder.trustManager(existing(trust).toFile());
      }
      if (certificate != null && key != null) {
        builder.keyManager(existing(certificate).toFile(), existing(key).toFile());
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      // Netty names the file; its cause may quote what it holds, which is nobody's to log.
      throw new IOException(String.valueOf(e.getMessage()));
    }
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

  static @Nullable Certificates certificates(SSLSession session) {
    try {
      return new Certificates(
          earliestEnd(session.getPeerCertificates()), earliestEnd(session.getLocalCertificates()));
    } catch (SSLPeerUnverifiedException e) {
      return null;
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
