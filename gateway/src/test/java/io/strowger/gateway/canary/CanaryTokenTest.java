package io.strowger.gateway.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class CanaryTokenTest {
  private static final Pattern TWICE = Pattern.compile("(.)\\1");

  @Test
  void a_marker_is_known_whether_its_keys_are_heard_once_or_twice() {
    SplittableRandom random = new SplittableRandom(3);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String marker = CanaryToken.drawMarker(random);
      assertEquals(CanaryToken.DIGITS, marker.length());
      assertFalse(TWICE.matcher(marker).find(), marker);
      assertEquals(List.of(marker), CanaryToken.ofKeys(marker));
      String doubled = marker.replaceAll("(.)", "$1$1");
      assertEquals(List.of(marker), CanaryToken.ofKeys(doubled));
      assertEquals(List.of(marker), CanaryToken.ofKeys(marker.charAt(0) + marker));
      seen.add(marker);
    }
    assertEquals(1_000, seen.size());
  }

  @Test
  void what_lacks_a_key_or_has_one_more_is_no_marker() {
    assertEquals(List.of(), CanaryToken.ofKeys("123456789"));
    assertEquals(List.of(), CanaryToken.ofKeys("12345678901"));
    assertEquals(List.of(), CanaryToken.ofKeys("12345A7890"));
    assertEquals(List.of(), CanaryToken.ofKeys(""));
  }
}
