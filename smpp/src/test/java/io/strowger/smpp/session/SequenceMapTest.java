package io.strowger.smpp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.session.Window.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The immutable map and the window upon it. */
final class SequenceMapTest {

  @Test
  void it_agrees_with_a_hash_map_whatever_the_keys() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      // Few low bits make deep collisions.
      int mask = random.nextBoolean() ? 0xFFFFFFFF : 0xFE000003;
      Map<Integer, Integer> model = new HashMap<>();
      SequenceMap<Integer> map = SequenceMap.empty();
      for (int i = 0; i < 2_000; i++) {
        int key = (random.nextBoolean() ? random.nextInt() : random.nextInt(100)) & mask;
        if (random.nextInt(3) == 0) {
          model.remove(key);
          map = map.without(key);
        } else {
          model.put(key, i);
          map = map.with(key, i);
        }
        assertEquals(model.get(key), map.get(key));
        assertEquals(model.size(), map.size());
      }
      List<Integer> values = new ArrayList<>();
      map.forEach(values::add);
      assertEquals(model.values().stream().sorted().toList(), values.stream().sorted().toList());
    }
  }

  @Test
  void an_earlier_version_never_changes() {
    SequenceMap<String> one = SequenceMap.<String>empty().with(1, "a");
    SequenceMap<String> two = one.with(33, "b").without(1);
    assertEquals("a", one.get(1));
    assertNull(one.get(33));
    assertEquals("b", two.get(33));
    assertTrue(two.without(33).isEmpty());
  }

  @Test
  void the_window_knows_its_oldest_over_the_end_of_the_numbers() {
    Window window = Window.EMPTY;
    int number = Integer.MAX_VALUE - 1;
    for (int i = 0; i < 4; i++) {
      window = window.with(new Request(number, "h" + i, i));
      number = Sequence.after(number);
    }
    assertEquals(List.of("h0", "h1", "h2", "h3"), window.handles());
    window = window.answered(new Request(Integer.MAX_VALUE, "h1", 1));
    window = window.answered(new Request(Integer.MAX_VALUE - 1, "h0", 0));
    Request oldest = window.oldestRequest();
    assertEquals("h2", oldest == null ? "" : oldest.handle());
    assertEquals(List.of("h2", "h3"), window.handles());
    assertEquals(1, window.answeredSentAtMillis());
  }

  @Test
  void a_lost_answer_does_not_slow_a_busy_window() {
    Window window = Window.EMPTY.with(new Request(1, "lost", 0));
    for (int i = 2; i < 100_000; i++) {
      Request request = new Request(i, "h", i);
      window = window.with(request).answered(request);
    }
    assertEquals(1, window.size());
    window = window.expired(new Request(1, "lost", 0));
    assertEquals(0, window.size());
    assertEquals(IntStream.empty().boxed().toList(), window.handles());
  }
}
