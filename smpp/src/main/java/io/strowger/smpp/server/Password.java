package io.strowger.smpp.server;

/** A password as it came; {@link #toString()} never shows it. */
public record Password(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
