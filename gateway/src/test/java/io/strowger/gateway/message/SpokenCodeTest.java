package io.strowger.gateway.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SpokenCodeTest {
  private static @Nullable String in(String text) {
    Secret spoken = SpokenCode.of(new Secret(text), null);
    return spoken == null ? null : spoken.reveal();
  }

  @Test
  void the_only_run_of_four_to_ten_digits_is_the_code() {
    assertEquals("123456", in("Your code is 123456"));
    assertEquals("0042", in("0042"));
    assertEquals("1234567890", in("code 1234567890, valid for 5 minutes"));
    assertEquals("4711", in("call 112 or use 4711"));
  }

  @Test
  void none_and_more_than_one_are_nothing() {
    assertNull(in("no digits"));
    assertNull(in("123"));
    assertNull(in("12345678901"));
    assertNull(in("1234 or 5678"));
    assertNull(in("123 456"));
    assertNull(in("１２３４５６"));
  }

  @Test
  void a_code_of_its_own_decides_alone() {
    assertEquals(new Secret("9876"), SpokenCode.of(new Secret("1234"), new Secret("9876")));
    assertNull(SpokenCode.of(new Secret("1234"), new Secret("98A6")));
    assertNull(SpokenCode.of(new Secret("1234"), new Secret("987")));
  }

  @Test
  void a_plan_is_written_and_read_back() {
    for (String plan : new String[] {"SMS", "VOICE", "SMS,VOICE+30000", "VOICE,SMS", ""}) {
      assertEquals(plan, Plan.parse(plan).text());
    }
    assertEquals(Plan.ASK, Plan.parse(Plan.ASK.text()));
  }

  @Test
  void what_cannot_be_spoken_goes_by_text_where_that_is_possible() {
    Secret wordy = new Secret("see your mail");
    assertEquals("SMS", Plan.parse("SMS,VOICE+9").fitting(wordy, null).text());
    assertEquals("VOICE", Plan.parse("VOICE").fitting(wordy, null).text());
    assertEquals(
        "SMS,VOICE+9", Plan.parse("SMS,VOICE+9").fitting(wordy, new Secret("123456")).text());
  }
}
