package io.strowger.gateway.account;

import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Defaults and bounds of an account's messages.
 *
 * @param defaultTtlMillis used when a request names none; at most {@code maxTtlMillis}
 * @param maxTtlMillis 1 000–600 000
 * @param maxSegments how many SMS segments one text may need, at least 1
 * @param defaultSender used when a request names none; null leaves it to the carrier
 * @param defaultLanguage BCP 47 tag used when a request names none; null for none
 * @param defaultRegion ISO 3166 region for numbers without {@code +}; null refuses them
 * @param plan ways its messages take when a request names none
 */
public record MessageRules(
    long defaultTtlMillis,
    long maxTtlMillis,
    int maxSegments,
    @Nullable String defaultSender,
    @Nullable String defaultLanguage,
    @Nullable String defaultRegion,
    Plan plan) {

  /** With channels that have no delays. */
  public MessageRules(
      long defaultTtlMillis,
      long maxTtlMillis,
      int maxSegments,
      @Nullable String defaultSender,
      @Nullable String defaultLanguage,
      @Nullable String defaultRegion,
      List<Channel> channels) {
    this(
        defaultTtlMillis,
        maxTtlMillis,
        maxSegments,
        defaultSender,
        defaultLanguage,
        defaultRegion,
        Plan.of(channels));
  }

  /** In order of preference. */
  public List<Channel> channels() {
    return plan.channels();
  }

  public static final long TTL_MIN_MILLIS = 1_000;

  /** NIST SP 800-63B-4 section 3.2.9 bounds an out-of-band secret to ten minutes. */
  public static final long TTL_MAX_MILLIS = 600_000;

  /** Five minutes, at most ten; three segments. */
  public static final MessageRules DEFAULT =
      new MessageRules(300_000, TTL_MAX_MILLIS, 3, null, null, null, List.of(Channel.SMS));

  public MessageRules {
    if (maxTtlMillis < TTL_MIN_MILLIS || maxTtlMillis > TTL_MAX_MILLIS) {
      throw new IllegalArgumentException("max ttl must be 1s to 10m");
    }
    if (defaultTtlMillis < TTL_MIN_MILLIS || defaultTtlMillis > maxTtlMillis) {
      throw new IllegalArgumentException("default ttl must be 1s to the max ttl");
    }
    if (maxSegments < 1) {
      throw new IllegalArgumentException("max segments must be at least 1");
    }
  }
}
