package io.strowger.gateway.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberingTest {
  private final Numbering numbering = new Numbering();

  @ParameterizedTest
  @CsvSource({
    "+393401234567, +393401234567",
    "00393401234567, +393401234567",
    "+39 340 123 4567, +393401234567",
    "(+39) 340-123.45/67, +393401234567",
    "+39 06 69812345, +390669812345",
    "+44 (0)20 7123 4567, +442071234567",
    "+1 (212) 555-0123, +12125550123",
    "+4915123456789, +4915123456789",
    "+6834123, +6834123",
    "+290 22222, +29022222",
    "+39\u00A0340\u20111234567, +393401234567"
  })
  void international_numbers_are_read_as_people_write_them(String text, String e164) {
    for (int i = 0; i < 2; i++) {
      // The second answer comes from the cache.
      assertEquals(new PhoneNumber(e164), numbering.parse(text, null));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "340 1234567, IT, +393401234567", "06 69812345, IT, +390669812345",
    "(0)20 7123 4567, GB, +442071234567", "07400 123456, GB, +447400123456",
    "(212) 555-0123, US, +12125550123", "1 212 555 0123, US, +12125550123",
    "011 39 340 1234567, US, +393401234567", "8 912 345 67 89, RU, +79123456789",
    "+44 7400 123456, IT, +447400123456", "0044 7400 123456, IT, +447400123456"
  })
  void national_numbers_are_read_for_a_default_region(String text, String region, String e164) {
    for (int i = 0; i < 2; i++) {
      assertEquals(new PhoneNumber(e164), numbering.parse(text, region));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', The number is empty.",
    "'  ', The number is empty.",
    "+, The number is empty.",
    "+39 340 12345x, 'The number holds a character other than digits, a leading + and separators.'",
    "39+3401234567, 'The number holds a character other than digits, a leading + and separators.'",
    "++393401234567, 'The number holds a character other than digits, a leading + and separators.'",
    "340 1234567, 'The number has no country code: begin it with + and the country code.'",
    "+999 1234567, No country has this country code.",
    "+0 1234567890, No country has this country code.",
    "+39 3401, The number is too short for its country.",
    "+39 34, The number is too short for its country.",
    "+1 555 0123, The number is too short for its country.",
    "+39 340 1234567 8901, The number is too long for its country.",
    "+39 340 1234567 890123456789, The number is too long for its country.",
    "00, The number has no country code: begin it with + and the country code.",
    "000, This is not a telephone number.",
  })
  void numbers_that_cannot_exist_are_refused_with_the_reason(String text, String reason) {
    for (int i = 0; i < 2; i++) {
      assertEquals(new InvalidNumber(reason), numbering.parse(text, null));
    }
  }

  @Test
  void a_region_that_does_not_exist_reads_no_national_number() {
    assertEquals(InvalidNumber.NO_COUNTRY_CODE, numbering.parse("3401234567", "QQ"));
    assertEquals(InvalidNumber.NO_COUNTRY_CODE, numbering.parse("3401234567", ""));
  }

  @Test
  void a_range_that_nobody_has_assigned_yet_passes() {
    assertEquals(new PhoneNumber("+442212345678"), numbering.parse("+44 2212345678", null));
  }

  @ParameterizedTest
  @CsvSource({
    "+393401234567, MOBILE", "+390669812345, FIXED_LINE", "+12125550123, FIXED_LINE_OR_MOBILE",
    "+393401234599, MOBILE", "+18005550123, TOLL_FREE", "+448712345678, PREMIUM_RATE",
    "+442212345678, UNKNOWN", "+447400123456, MOBILE"
  })
  void the_type_is_the_one_of_the_numbering_plan(String e164, NumberType type) {
    assertEquals(type, numbering.type(new PhoneNumber(e164)));
    assertEquals(type, numbering.type(new PhoneNumber(e164)));
  }

  @Test
  void the_cached_answers_are_those_of_the_plans() {
    PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
    Random random = new Random(11);
    Set<String> regions = new TreeSet<>(plans.getSupportedRegions());
    for (String region : regions) {
      Phonenumber.@Nullable PhoneNumber example = plans.getExampleNumber(region);
      if (example == null) {
        continue;
      }
      String e164 = plans.format(example, PhoneNumberFormat.E164);
      for (int i = 0; i < 60; i++) {
        String digits = e164.substring(0, Math.min(e164.length() - 2, 8)) + random.nextInt(10_000);
        assertEquals(expected(plans, digits), read(digits), region);
      }
    }
  }

  @Test
  void reasons_never_hold_the_number() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      String digits = Long.toString(random.nextLong() >>> random.nextInt(60));
      ParsedNumber parsed = numbering.parse("+" + digits.replace("-", ""), null);
      if (parsed instanceof InvalidNumber(String reason)) {
        assertFalse(reason.matches(".*[0-9].*"), reason);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"+393401234567", "+39 12"})
  void what_is_printed_of_a_result_hides_the_subscriber(String text) {
    assertFalse(numbering.parse(text, null).toString().contains("234567"));
  }

  @Test
  void a_number_of_another_length_is_another_entry() {
    assertInstanceOf(PhoneNumber.class, numbering.parse("+393401234567", null));
    assertInstanceOf(InvalidNumber.class, numbering.parse("+3934012345678901", null));
    assertInstanceOf(PhoneNumber.class, numbering.parse("+393401234567", null));
  }

  private String read(String text) {
    return switch (numbering.parse(text, null)) {
      case PhoneNumber number -> number.e164();
      case InvalidNumber _ -> "refused";
    };
  }

  private static String expected(PhoneNumberUtil plans, String text) {
    try {
      Phonenumber.PhoneNumber number = plans.parse(text, null);
      String e164 = plans.format(number, PhoneNumberFormat.E164);
      return plans.isPossibleNumberWithReason(number)
                  == PhoneNumberUtil.ValidationResult.IS_POSSIBLE
              && e164.length() >= 8
              && e164.length() <= 16
          ? e164
          : "refused";
    } catch (NumberParseException e) {
      return "refused";
    }
  }
}
