package io.strowger.gateway.alarm;

/** What happened to an alarm. */
public sealed interface AlarmChange {
  Alarm alarm();

  record Raised(Alarm alarm) implements AlarmChange {}

  /** Another severity or cause; other evidence alone is no change. */
  record Changed(Alarm alarm) implements AlarmChange {}

  record Cleared(Alarm alarm) implements AlarmChange {}

  /** In lower case, as every interface writes it. */
  default String word() {
    return switch (this) {
      case Raised _ -> "raised";
      case Changed _ -> "changed";
      case Cleared _ -> "cleared";
    };
  }
}
