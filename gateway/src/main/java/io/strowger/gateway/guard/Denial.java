package io.strowger.gateway.guard;

/**
 * Why a message is not taken.
 *
 * @param code stable, for machines
 * @param detail for people, without a number or a text
 * @param retryAfterSeconds 0 when waiting does not help
 */
public record Denial(String code, String detail, Kind kind, int retryAfterSeconds) {
  /** What kind of refusal a door makes of it. */
  public enum Kind {
    FORBIDDEN,
    RATE_LIMITED
  }
}
