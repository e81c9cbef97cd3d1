package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strowger.sip.trunk.NumberFormat.Style;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberFormatTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "PLUS, '', '', '', '', 390612345678, +390612345678",
        "DIGITS, '', '', '', '', 390612345678, 390612345678",
        "DIGITS, '', '', '', '7700#', 390612345678, 7700%23390612345678",
        "INTERNATIONAL, '', '', '00', '', 390612345678, 00390612345678",
        "NATIONAL, '44', '0', '00', '', 447700900123, 07700900123",
        "NATIONAL, '44', '0', '00', '', 390612345678, 00390612345678",
        "NATIONAL, '39', '', '', '', 390612345678, 0612345678",
        "NATIONAL, '39', '', '', '', 447700900123, -",
        "NATIONAL, '1', '1', '011', '9', 12025550123, 912025550123"
      })
  void a_number_is_written_as_the_trunk_wants_it(
      Style style,
      String country,
      String trunk,
      String international,
      String tech,
      String number,
      @Nullable String written) {
    assertEquals(
        written, new NumberFormat(style, country, trunk, international, tech).write(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1234", "+390612345678", "3906123456789012", "39061234a678"})
  void what_is_no_number_is_not_written(String number) {
    assertNull(NumberFormat.E164.write(number));
  }

  @Test
  void a_format_that_cannot_be_is_refused() {
    assertThrows(
        IllegalArgumentException.class, () -> new NumberFormat(Style.NATIONAL, "", "0", "", ""));
    assertThrows(
        IllegalArgumentException.class, () -> new NumberFormat(Style.PLUS, "39", "", "", ""));
    assertThrows(
        IllegalArgumentException.class,
        () -> new NumberFormat(Style.DIGITS, "", "", "", "1@evil;"));
  }
}
