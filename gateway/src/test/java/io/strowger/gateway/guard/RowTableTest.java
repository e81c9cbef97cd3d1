package io.strowger.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RowTableTest {
  private static final int MANY = 1 << 22;
  private static final long ROW_OCTETS = 25;

  private static RowTable table(int rowsMax, MemoryBudget budget) {
    return new RowTable(1, rowsMax * ROW_OCTETS, 99, budget);
  }

  private static boolean put(RowTable table, long key, long value, long until, long now) {
    int row = table.findOrAdd(key, now);
    if (row == RowTable.NONE) {
      return false;
    }
    table.cells()[row + RowTable.PAYLOAD] = value;
    table.keep(row, until);
    return true;
  }

  private static long get(RowTable table, long key, long now) {
    int row = table.find(key, now);
    return row == RowTable.NONE ? -1 : table.cells()[row + RowTable.PAYLOAD];
  }

  @Test
  void it_holds_what_a_map_with_times_would_hold() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      RowTable table = table(MANY, new MemoryBudget(MANY * ROW_OCTETS));
      Map<Long, long[]> expected = new HashMap<>();
      long now = 1_000;
      int keys = 10 << random.nextInt(12);
      for (int i = 0; i < 20_000; i++) {
        now += random.nextInt(3);
        long key = 1L + random.nextInt(keys);
        if (random.nextBoolean()) {
          long until = now + 1 + random.nextInt(3_000);
          assertTrue(put(table, key, i, until, now));
          expected.put(key, new long[] {i, until});
        } else {
          long[] there = expected.get(key);
          assertEquals(there == null || there[1] <= now ? -1 : there[0], get(table, key, now));
        }
      }
    }
  }

  @Test
  void a_row_that_was_over_begins_again_with_zeros() {
    RowTable table = table(MANY, new MemoryBudget(MANY * ROW_OCTETS));
    put(table, 5, 77, 2_000, 1_000);
    int row = table.findOrAdd(5, 2_000);
    assertEquals(0, table.cells()[row + RowTable.PAYLOAD]);
  }

  @Test
  void when_memory_is_full_of_living_rows_a_new_key_finds_none() {
    RowTable table = table(1_024, new MemoryBudget(MANY * ROW_OCTETS));
    int taken = 0;
    while (put(table, taken + 1, taken, 5_000, 1_000)) {
      taken++;
    }
    assertTrue(taken >= 400 && taken <= 1_024, "taken: " + taken);
    assertTrue(table.rows() <= 1_024);
    for (int i = 0; i < taken; i++) {
      assertEquals(i, get(table, i + 1, 4_999));
    }
    // Their time is over: their memory is used again, but for the luck of the hash.
    int again = 0;
    for (int i = 0; i < taken; i++) {
      again += put(table, 1_000_000 + i, i, 9_000, 5_000) ? 1 : 0;
    }
    assertTrue(again >= taken * 3 / 4, "again: " + again + " of " + taken);
  }

  @Test
  void tables_share_a_budget_and_give_it_back() {
    MemoryBudget budget = new MemoryBudget(600 * ROW_OCTETS);
    RowTable greedy = table(MANY, budget);
    int taken = 0;
    while (put(greedy, taken + 1, 0, 5_000, 1_000)) {
      taken++;
    }
    long left = budget.left();
    assertTrue(left < 256 * ROW_OCTETS);
    RowTable late = table(MANY, budget);
    for (int i = 1; i <= 3; i++) {
      assertTrue(put(late, i, i, 5_000, 1_000), "a first few rows are for everybody");
    }
    greedy.clear();
    assertTrue(budget.left() > left);
    assertEquals(-1, get(greedy, 1, 1_000));
  }

  @Test
  void rows_can_be_walked_once_each() {
    RowTable table = table(MANY, new MemoryBudget(MANY * ROW_OCTETS));
    for (int i = 1; i <= 3_000; i++) {
      put(table, i, 1, i <= 1_000 ? 1_500 : 5_000, 1_000);
    }
    Map<Long, Integer> seen = new HashMap<>();
    table.forEach(2_000, (cells, row) -> seen.merge(cells[row], 1, Integer::sum));
    assertEquals(2_000, seen.size());
    assertTrue(seen.values().stream().allMatch(times -> times == 1));
  }

  @Test
  void mixing_loses_nothing_of_a_key() {
    assertNotEquals(RowTable.mix(1), RowTable.mix(2));
    assertNotEquals(RowTable.mix(1L << 40), RowTable.mix(1L << 41));
  }
}
