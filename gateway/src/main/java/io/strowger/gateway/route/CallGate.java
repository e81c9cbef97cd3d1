package io.strowger.gateway.route;

import org.jspecify.annotations.Nullable;

/**
 * Whether a message may be called, as far as limits care that no route knows of.
 *
 * @param notBeforeMillis epoch milliseconds; MAX_VALUE for never
 * @param why for people, null when it may
 */
public record CallGate(long notBeforeMillis, @Nullable String why) {
  public static final CallGate OPEN = new CallGate(0, null);

  public static CallGate closed(String why) {
    return new CallGate(Long.MAX_VALUE, why);
  }
}
