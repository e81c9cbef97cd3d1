package io.strowger.sip.transport;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * What a peer showed at its last TLS handshake, also at one that failed for it.
 *
 * @param endsMillis when the first of its chain ends, epoch milliseconds
 * @param fingerprint SHA-256 of its own certificate, in hexadecimal
 * @param subject its distinguished name
 * @param accepted the handshake was completed
 */
public record PeerCertificate(
    long endsMillis, String fingerprint, String subject, boolean accepted) {

  static PeerCertificate of(X509Certificate[] chain, boolean accepted) {
    return new PeerCertificate(
        earliestEnd(List.of(chain)),
        fingerprint(chain[0]),
        chain[0].getSubjectX500Principal().getName(),
        accepted);
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
  static long earliestEnd(Iterable<? extends Certificate> chain) {
    long earliest = 0;
    for (Certificate each : chain) {
      if (each instanceof X509Certificate x509) {
        long end = x509.getNotAfter().toInstant().toEpochMilli();
        earliest = earliest == 0 ? end : Math.min(earliest, end);
      }
    }
    return earliest;
  }
}
