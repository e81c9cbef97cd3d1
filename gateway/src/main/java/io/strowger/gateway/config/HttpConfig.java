package io.strowger.gateway.config;

import io.strowger.smpp.link.CarrierSettings.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP door.
 *
 * @param adminKeyHashes SHA-256 of the operators' keys, in lower-case hexadecimal
 */
public record HttpConfig(
    HostPort listen,
    @Nullable Tls tls,
    int eventLoops,
    long maxBodyOctets,
    int maxConnections,
    Duration idleTimeout,
    Duration requestTimeout,
    Set<String> adminKeyHashes) {

  public record Tls(Path certificate, Path key) {}
}
