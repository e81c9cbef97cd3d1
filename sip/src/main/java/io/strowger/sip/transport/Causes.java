package io.strowger.sip.transport;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection failed, in words for operators. */
final class Causes {
  static final String TLS = "TLS handshake failed: ";

  private static final int DEPTH_MAX = 16;

  private Causes() {}

  /** One line, without a stack trace; TLS failures are named as such. */
  static String inWords(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "closed";
    }
    Throwable root = thrown;
    boolean tls = thrown instanceof SSLException;
    for (int depth = 0; root.getCause() != null && depth < DEPTH_MAX; depth++) {
      root = root.getCause();
      tls |= root instanceof SSLException;
    }
    String message = root.getMessage();
    String words =
        switch (root) {
          case CertificateExpiredException _ -> "the certificate has expired, " + message;
          case CertificateNotYetValidException _ -> "the certificate is not valid yet, " + message;
          default -> message == null ? root.getClass().getSimpleName() : message;
        };
    return (tls ? TLS : "") + words;
  }
}
