package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WrittenNumberTest {
  @ParameterizedTest
  @CsvSource({
    "+393401234567, , +393401234567",
    "' 393401234567', , +393401234567",
    "393401234567, , +393401234567",
    "00393401234567, , +393401234567",
    "00393401234567, IT, +393401234567",
    "+393401234567, IT, +393401234567",
    "3401234567, IT, 3401234567",
    "'', , ''",
  })
  void a_number_has_a_plus_where_it_can_only_be_international(
      String written, String region, String international) {
    assertEquals(international, WrittenNumber.international(written, region));
  }
}
