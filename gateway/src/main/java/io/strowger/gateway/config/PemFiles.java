package io.strowger.gateway.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys are looked at when the file is read, not only when a link first needs them.
 */
final class PemFiles {
  private static final Duration SOON = Duration.ofDays(21);
  private static final long MAX_OCTETS = 1 << 20;

  private final ConfigContext context;

  PemFiles(ConfigContext context) {
    this.context = context;
  }

  /**
   * What is wrong with a certificate file, or null. One that has run out is only warned of:
   * refusing it would take down every other link with it.
   */
  @Nullable String certificate(String relative, Pointer pointer) {
    switch (read(relative)) {
      case Unread(String why) -> {
        return why;
      }
      case Content(Path path, byte[] octets) -> {
        List<X509Certificate> certificates;
        try {
          certificates = certificates(octets);
        } catch (CertificateException e) {
          return "the file " + path + " is not a PEM certificate";
        }
        if (certificates.isEmpty()) {
          return "the file " + path + " holds no certificate";
        }
        warnOfExpiry(certificates.getFirst(), pointer);
        return null;
      }
    }
  }

  /** What is wrong with a private key file, or null. */
  @Nullable String key(String relative) {
    switch (read(relative)) {
      case Unread(String why) -> {
        return why;
      }
      case Content(Path path, byte[] octets) -> {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        if (text.contains("-----BEGIN PRIVATE KEY-----")) {
          return null;
        }
        if (text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
          return "the key in " + path + " is encrypted; give it without a passphrase";
        }
        if (text.contains("PRIVATE KEY-----")) {
          return "the key in "
              + path
              + " is not PKCS #8; convert it: openssl pkcs8 -topk8 -nocrypt";
        }
        return "the file " + path + " holds no private key";
      }
    }
  }

  private sealed interface Reading {}

  @SuppressWarnings("ArrayRecordComponent") // lives for one call
  private record Content(Path path, byte[] octets) implements Reading {}

  private record Unread(String why) implements Reading {}

  private Reading read(String relative) {
    Path path;
    try {
      path = context.references().path(relative);
    } catch (InvalidPathException e) {
      return new Unread("not a path: " + e.getReason());
    }
    context.references().files().add(path);
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        return new Unread("the file " + path + " is not a plain file");
      }
      if (Files.size(path) > MAX_OCTETS) {
        return new Unread("the file " + path + " holds more than 1 MiB");
      }
      return new Content(path, Files.readAllBytes(path));
    } catch (IOException e) {
      return new Unread(References.reason(path, e));
    }
  }

  private static List<X509Certificate> certificates(byte[] octets) throws CertificateException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(octets))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  private void warnOfExpiry(X509Certificate certificate, Pointer pointer) {
    Instant until = certificate.getNotAfter().toInstant();
    Duration left = Duration.between(Instant.ofEpochMilli(context.nowMillis()), until);
    String warning = null;
    if (left.isNegative()) {
      warning = "the certificate ran out on " + until;
    } else if (left.compareTo(SOON) < 0) {
      warning = "the certificate runs out in " + left.toDays() + " days, on " + until;
    }
    if (warning != null) {
      context.problems().warning(context.file().valueMark(pointer), pointer, warning);
    }
  }
}
