package io.strowger.gateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client.
 *
 * @param keyHashes SHA-256 of its API keys, in lower-case hexadecimal
 */
public record AccountConfig(
    String id,
    Set<String> keyHashes,
    boolean admin,
    Duration ttl,
    Duration maxTtl,
    int maxSegments,
    @Nullable String sender,
    List<String> allowedPrefixes,
    String template,
    @Nullable String defaultRegion) {}
