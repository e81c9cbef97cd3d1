package io.strowger.sip.transport;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * PEM files for TLS; when they change, new connections use the new ones.
 *
 * @param certificate our chain; needed to listen, and by peers that ask for it
 * @param key PKCS #8, with the certificate or not at all
 * @param secondCertificate another, with its key, for peers that refuse the first; only where there
 *     is a first
 * @param trust authorities whose certificates are believed; without it those of the Java runtime
 * @param peerRequired true when who connects to us must show a certificate
 */
public record TlsFiles(
    @Nullable Path certificate,
    @Nullable Path key,
    @Nullable Path secondCertificate,
    @Nullable Path secondKey,
    @Nullable Path trust,
    boolean peerRequired) {
  /** No certificate of our own, and the authorities of the Java runtime. */
  public static final TlsFiles NONE = new TlsFiles(null, null, null, false);

  /** Without a second certificate. */
  public TlsFiles(
      @Nullable Path certificate, @Nullable Path key, @Nullable Path trust, boolean peerRequired) {
    this(certificate, key, null, null, trust, peerRequired);
  }

  public TlsFiles {
    if ((certificate == null) != (key == null)
        || (secondCertificate == null) != (secondKey == null)
        || (certificate == null && secondCertificate != null)) {
      throw new IllegalArgumentException("a certificate comes with its key, a second with a first");
    }
  }
}
