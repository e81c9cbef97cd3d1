package io.strowger.gateway.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PrefixCacheTest {
  private static final int ANSWER_MAX = (1 << PrefixCache.ANSWER_BITS) - 1;

  @Test
  void what_was_put_is_found_and_nothing_else() {
    PrefixCache cache = new PrefixCache(12);
    assertEquals(PrefixCache.MISS, cache.get(key("0000000", "")));
    cache.put(key("0000000", ""), 0);
    cache.put(key("9999999999", "ZZ"), ANSWER_MAX);
    assertEquals(0, cache.get(key("0000000", "")));
    assertEquals(ANSWER_MAX, cache.get(key("9999999999", "ZZ")));
    assertEquals(PrefixCache.MISS, cache.get(key("00000000", "")));
    assertEquals(PrefixCache.MISS, cache.get(key("0000000", "IT")));
  }

  @Test
  void digits_after_the_seventh_do_not_count_but_their_number_does() {
    assertEquals(key("3934012345", ""), key("3934012999", ""));
    assertNotEquals(key("3934012345", ""), key("393401234", ""));
    assertNotEquals(key("3934012345", "IT"), key("3934012345", "TI"));
  }

  @Test
  void colliding_entries_replace_each_other_and_never_mix() {
    PrefixCache cache = new PrefixCache(4);
    int kept = 0;
    for (int i = 0; i < 1_000; i++) {
      cache.put(key(String.valueOf(1_000_000 + i), ""), i);
    }
    for (int i = 0; i < 1_000; i++) {
      int found = cache.get(key(String.valueOf(1_000_000 + i), ""));
      assertTrue(found == PrefixCache.MISS || found == i);
      kept += found == i ? 1 : 0;
    }
    assertTrue(kept > 0 && kept <= 16, "kept " + kept);
  }

  private static long key(String digits, String region) {
    return PrefixCache.key(digits.toCharArray(), digits.length(), region);
  }
}
