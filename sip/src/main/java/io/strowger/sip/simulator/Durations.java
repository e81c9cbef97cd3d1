package io.strowger.sip.simulator;

import java.time.Duration;

/** Durations as people write them: 20ms, 3s, 5m, 2h. */
final class Durations {
  private Durations() {}

  static Duration parse(String text) {
    int unit = 0;
    while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
      unit++;
    }
    long value = Long.parseLong(text.substring(0, unit));
    return switch (text.substring(unit)) {
      case "ms" -> Duration.ofMillis(value);
      case "s" -> Duration.ofSeconds(value);
      case "m" -> Duration.ofMinutes(value);
      case "h" -> Duration.ofHours(value);
      case "" -> {
        if (value != 0) {
          throw new IllegalArgumentException("a duration needs a unit: ms, s, m or h");
        }
        yield Duration.ZERO;
      }
      default -> throw new IllegalArgumentException("a duration ends in ms, s, m or h");
    };
  }

  static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    return millis / 1000 + "s";
  }
}
