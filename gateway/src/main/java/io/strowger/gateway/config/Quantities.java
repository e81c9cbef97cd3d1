package io.strowger.gateway.config;

import java.time.Duration;

/** Durations and sizes, already known to match the schema's pattern. */
final class Quantities {
  private Quantities() {}

  static Duration duration(String text) {
    int unit = unitOf(text);
    long amount = Long.parseLong(text, 0, unit, 10);
    return switch (text.substring(unit)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> throw new IllegalArgumentException("not a duration");
    };
  }

  /** In octets. */
  static long size(String text) {
    int unit = unitOf(text);
    long amount = Long.parseLong(text, 0, unit, 10);
    return switch (text.substring(unit)) {
      case "B" -> amount;
      case "KiB" -> amount << 10;
      case "MiB" -> amount << 20;
      case "GiB" -> amount << 30;
      default -> throw new IllegalArgumentException("not a size");
    };
  }

  private static int unitOf(String text) {
    int i = 0;
    while (i < text.length() && Character.isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
