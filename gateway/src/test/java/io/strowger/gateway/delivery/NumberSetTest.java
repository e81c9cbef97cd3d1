package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NumberSetTest {
  @Test
  void it_knows_what_any_set_would_know() {
    SplittableRandom random = new SplittableRandom(1);
    Set<Long> expected = new HashSet<>();
    NumberSet numbers = new NumberSet();
    for (int i = 0; i < 20_000; i++) {
      long number = 393_470_000_000L + random.nextInt(12_000);
      assertEquals(expected.contains(number), numbers.contains(number));
      assertEquals(expected.add(number), numbers.add(number));
    }
    assertEquals(expected.size(), numbers.size());
    expected.forEach(number -> assertTrue(numbers.contains(number)));
    assertFalse(numbers.contains(393_470_012_001L));
  }

  @Test
  void numbers_that_differ_in_their_high_digits_alone_do_not_crowd() {
    NumberSet numbers = new NumberSet();
    for (long i = 1; i <= 1_000; i++) {
      assertTrue(numbers.add(i << 40));
    }
    assertEquals(1_000, numbers.size());
  }

  @Test
  void what_is_no_number_is_refused() {
    NumberSet numbers = new NumberSet();
    assertThrows(IllegalArgumentException.class, () -> numbers.add(0));
    assertFalse(numbers.contains(0));
  }
}
