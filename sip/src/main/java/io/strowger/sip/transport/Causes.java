package io.strowger.sip.transport;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection failed, in words for operators. */
final class Causes {
  static final String TLS = "TLS handshake failed: ";

  /** Of a peer that closes without a word. */
  static final String CLOSED = "closed by the peer";

  private static final int DEPTH_MAX = 16;

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

  /**
   * Whether a connection that ended so, before the peer said anything, may have ended for our
   * certificate.
   *
   * @param made the handshake was done: under TLS 1.3 a server judges us only then, and its close
   *     may overtake its alert (RFC 8446 appendix E.6)
   */
  static boolean mayBeOurCertificate(String words, boolean made) {
    boolean alert =
        words.startsWith(TLS) && words.contains("alert") && REFUSED.matcher(words).find();
    boolean close =
        words.equals(CLOSED) || words.contains("reset") || words.contains("Broken pipe");
    return alert || (made && close);
  }
}
