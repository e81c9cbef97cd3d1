package io.strowger.gateway.alarm;

import java.util.Locale;

/** Perceived severity, least first (ITU-T X.733 section 8.1.2.3; cleared is a state, not one). */
public enum Severity {
  /** May become a fault; look at it in working hours. */
  WARNING,
  /** A fault that no message suffers from. */
  MINOR,
  /** Messages suffer, or soon will. */
  MAJOR,
  /** Messages fail now, or part of the gateway is of no use: wake somebody. */
  CRITICAL;

  /** In lower case, as every interface writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
