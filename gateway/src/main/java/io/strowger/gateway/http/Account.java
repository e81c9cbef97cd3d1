package io.strowger.gateway.http;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client of the HTTP door.
 *
 * @param keys hashes of the keys that open it; several during a rotation
 * @param admin its keys may use {@code /v1/admin} too, and see every account's messages
 * @param defaultTtlMillis used when a request names none; at most {@code maxTtlMillis}
 * @param maxTtlMillis 1 000–600 000
 * @param maxSegments how many SMS segments one text may need, at least 1
 * @param defaultSender used when a request names none; null leaves it to the carrier
 * @param allowedPrefixes {@code +} and digits; empty allows every destination
 * @param template text for a request with a code alone; holds {@code {code}}
 * @param defaultRegion ISO 3166 region for numbers without {@code +}; null refuses them
 */
public record Account(
    String id,
    Set<KeyHash> keys,
    boolean admin,
    long defaultTtlMillis,
    long maxTtlMillis,
    int maxSegments,
    @Nullable String defaultSender,
    List<String> allowedPrefixes,
    String template,
    @Nullable String defaultRegion) {

  public static final long TTL_MIN_MILLIS = 1_000;
  public static final long TTL_MAX_MILLIS = 600_000;
  public static final String DEFAULT_TEMPLATE = "Your code is {code}";

  /** Where a template takes the code. */
  public static final String CODE_PLACEHOLDER = "{code}";

  public Account {
    keys = Set.copyOf(keys);
    allowedPrefixes = List.copyOf(allowedPrefixes);
    if (maxTtlMillis < TTL_MIN_MILLIS || maxTtlMillis > TTL_MAX_MILLIS) {
      throw new IllegalArgumentException("max ttl must be 1s to 10m");
    }
    if (defaultTtlMillis < TTL_MIN_MILLIS || defaultTtlMillis > maxTtlMillis) {
      throw new IllegalArgumentException("default ttl must be 1s to the max ttl");
    }
    if (maxSegments < 1) {
      throw new IllegalArgumentException("max segments must be at least 1");
    }
    if (!template.contains(CODE_PLACEHOLDER)) {
      throw new IllegalArgumentException("the template must contain " + CODE_PLACEHOLDER);
    }
  }

  /** An account with every default: ttl 5 minutes (at most 10), 3 segments, any destination. */
  public static Account named(String id, Set<KeyHash> keys) {
    return new Account(
        id, keys, false, 300_000, TTL_MAX_MILLIS, 3, null, List.of(), DEFAULT_TEMPLATE, null);
  }

  boolean allows(String e164) {
    if (allowedPrefixes.isEmpty()) {
      return true;
    }
    for (String prefix : allowedPrefixes) {
      if (e164.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
