package io.strowger.gateway.number;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Anything a client may type as a number. */
final class NumberFuzzTest {
  private static final Numbering NUMBERING = new Numbering();

  @FuzzTest
  void any_text_is_a_number_or_a_reason(FuzzedDataProvider data) {
    String region = data.pickValue(new String[] {"", "IT", "US", "GB", "QQ", "AR"});
    String text = data.consumeRemainingAsString();
    ParsedNumber parsed = NUMBERING.parse(text, region.isEmpty() ? null : region);
    // The second answer may come from the cache.
    check(parsed.equals(NUMBERING.parse(text, region.isEmpty() ? null : region)));
    switch (parsed) {
      case InvalidNumber(String reason) ->
          check(!reason.isEmpty() && reason.chars().noneMatch(Character::isDigit));
      case PhoneNumber number -> {
        check(number.equals(NUMBERING.parse(number.e164(), null)));
        NUMBERING.type(number);
      }
    }
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("does not hold");
    }
  }
}
