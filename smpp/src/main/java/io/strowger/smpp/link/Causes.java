package io.strowger.smpp.link;

import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection failed, in words for operators. */
public final class Causes {
  private static final int DEPTH_MAX = 16;
  private static final String TLS = "TLS handshake failed: ";

  private Causes() {}

  /** One line, without a stack trace; TLS failures are named as such. */
  public static String inWords(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "closed";
    }
    Throwable root = thrown;
    boolean tls = thrown instanceof SSLException;
    for (int depth = 0; root.getCause() != null && depth < DEPTH_MAX; depth++) {
      root = root.getCause();
      tls |= root instanceof SSLException;
    }
    return (tls ? TLS : "") + ofRoot(root);
  }

  /** Whether these words speak of a TLS handshake that failed. */
  static boolean isTls(String words) {
    return words.startsWith(TLS);
  }

  private static String ofRoot(Throwable root) {
    String message = root.getMessage();
    return switch (root) {
      case UnknownHostException _ -> "unknown host " + message;
      case NoSuchFileException _ -> "no such file: " + message;
      case CertificateExpiredException _ -> "the certificate has expired, " + message;
      case CertificateNotYetValidException _ -> "the certificate is not valid yet, " + message;
      default -> message == null ? root.getClass().getSimpleName() : message;
    };
  }
}
