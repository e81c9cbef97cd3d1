package io.strowger.smpp.link;

import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection failed, in words for operators. */
public final class Causes {
  private static final int DEPTH_MAX = 16;
  private static final String TLS = "TLS handshake failed: ";
  private static final String OURS = TLS + "our certificate ";

  /** Of a peer that closes without a word. */
  static final String CLOSED = "connection closed by the carrier";

  /**
   * Alerts with which servers refuse a client's certificate (RFC 5246 section 7.2.2, RFC 8446
   * section 6.2); some say only handshake_failure when it is missing or of a wrong kind.
   */
  private static final Pattern REFUSED =
      Pattern.compile(
          "\\b(bad_certificate|unsupported_certificate|certificate_revoked|certificate_expired"
              + "|certificate_unknown|unknown_ca|access_denied|certificate_required"
              + "|handshake_failure)\\b");

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

  /** That our own certificate is of no use any more. */
  static String ours(Path file, Exception why) {
    return OURS
        + file.getFileName()
        + " "
        + (why instanceof CertificateExpiredException ? "has expired" : "is not valid yet");
  }

  /** Whether these words say that our certificate was refused, or is of no use. */
  static boolean isOurCertificate(String words) {
    return words.startsWith(OURS)
        || (isTls(words) && words.contains("alert") && REFUSED.matcher(words).find());
  }

  /** Whether the peer ended the connection without saying why. */
  static boolean isClose(String words) {
    return words.equals(CLOSED) || words.contains("reset") || words.contains("Broken pipe");
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
