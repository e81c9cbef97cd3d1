package io.strowger.gateway.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates count. A file is read again for each request, so that a rotation needs no
 * restart; the options stay the same while it does, since connections are shared by them.
 */
final class TrustedAuthorities {
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  private record Known(Buffer content, ClientSSLOptions options) {}

  private final ClientSSLOptions platform = options();
  private final Map<Path, Known> files = new ConcurrentHashMap<>();

  /**
   * May block.
   *
   * @param trust PEM file; null for the authorities of the platform
   * @throws IOException when the file cannot be read
   */
  ClientSSLOptions of(@Nullable Path trust) throws IOException {
    if (trust == null) {
      return platform;
    }
    Buffer content = Buffer.buffer(Files.readAllBytes(trust));
    Known known = files.get(trust);
    if (known == null || !known.content().equals(content)) {
      ClientSSLOptions options = options();
      options.setTrustOptions(new PemTrustOptions().addCertValue(content));
      known = new Known(content, options);
      files.put(trust, known);
    }
    return known.options();
  }

  private static ClientSSLOptions options() {
    ClientSSLOptions options = new ClientSSLOptions();
    // RFC 9525; a receiver must be who its URL says, not merely hold some good certificate.
    options.setHostnameVerificationAlgorithm("HTTPS");
    options.setEnabledSecureTransportProtocols(PROTOCOLS);
    return options;
  }
}
