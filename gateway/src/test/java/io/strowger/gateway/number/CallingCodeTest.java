package io.strowger.gateway.number;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import org.junit.jupiter.api.Test;

final class CallingCodeTest {
  @Test
  void every_calling_code_of_the_numbering_plans_is_told_from_the_digits() {
    for (int code : PhoneNumberUtil.getInstance().getSupportedCallingCodes()) {
      PhoneNumber number = new PhoneNumber("+" + code + "1234567");
      assertEquals(code, CallingCode.of(number));
      assertEquals(Integer.toString(code).length(), CallingCode.digits(number));
    }
  }

  @Test
  void a_number_as_a_value_keeps_all_its_digits() {
    assertEquals(393401234567L, new PhoneNumber("+393401234567").value());
    assertEquals(999_999_999_999_999L, new PhoneNumber("+999999999999999").value());
  }
}
