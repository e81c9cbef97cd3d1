package io.strowger.gateway.http;

import io.strowger.gateway.number.PhoneNumber;
import org.jspecify.annotations.Nullable;

/** Makes an E.164 number of what a client typed. Any thread; on the hot path. */
@FunctionalInterface
public interface NumberReader {
  /**
   * @param defaultRegion ISO 3166 region of numbers without {@code +}; null for none
   */
  Reading read(String text, @Nullable String defaultRegion);

  sealed interface Reading {
    record Valid(PhoneNumber number) implements Reading {}

    /**
     * @param reason for people; never contains the number
     */
    record Invalid(String reason) implements Reading {}
  }
}
