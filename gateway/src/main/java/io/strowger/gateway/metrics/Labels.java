package io.strowger.gateway.metrics;

import java.util.Locale;

/** Label values. */
final class Labels {
  private Labels() {}

  /** {@code NOT_DELIVERED} to {@code not_delivered}. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
