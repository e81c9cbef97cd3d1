package io.strowger.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {
  private static final long NOW = Instant.parse("1994-11-06T08:49:07Z").toEpochMilli();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120 | | 120000",
        "0 | | 0",
        "Sun, 06 Nov 1994 08:49:37 GMT | | 30000",
        "Sun Nov  6 08:49:37 1994 | | 30000",
        "Sun, 06 Nov 1994 08:49:00 GMT | | 0",
        // Its clock is an hour ahead of ours: what it means is a minute.
        "Sun, 06 Nov 1994 09:50:07 GMT | Sun, 06 Nov 1994 09:49:07 GMT | 60000",
        "Sun, 06 Nov 1994 08:50:07 GMT | nonsense | 60000",
        "Mon, 06 Nov 1994 08:49:37 GMT | | 0",
        "Sun, 06 Nov 1994 08:49:37 CET | | 0",
        "9999999999 | | 0",
        "-5 | | 0",
        "1.5 | | 0",
        "'' | | 0",
        "soon | | 0",
        " | | 0",
      })
  void seconds_and_dates_are_read_and_anything_else_is_none(
      @Nullable String value, @Nullable String date, long millis) {
    assertEquals(millis, RetryAfter.millis(value, date, NOW));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"Saturday, 06-Nov-27 08:49:37 GMT | 2027-11-06T08:49:37Z"})
  void the_obsolete_form_with_two_digits_is_of_this_century(String value, Instant at) {
    assertEquals(30_000, RetryAfter.millis(value, null, at.toEpochMilli() - 30_000));
  }

  @ParameterizedTest
  @CsvSource({"10000"})
  void a_value_without_end_is_not_read_to_its_end(int length) {
    assertEquals(0, RetryAfter.millis("x".repeat(length), null, NOW));
    assertEquals(0, RetryAfter.millis("9".repeat(length), null, NOW));
  }
}
