package io.strowger.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WindowTableTest {
  private static final long START = GuardFixture.START;

  private final Memory memory = new Memory(1 << 26, 3, new MemoryBudget(1 << 28));

  /** All tables of some quotas, as one. */
  private long wait(List<WindowTable> tables, long key, boolean halved, long now) {
    long longest = 0;
    for (WindowTable table : tables) {
      int row = table.find(key, now);
      longest = Math.max(longest, row == RowTable.NONE ? 0 : table.waitMillis(row, halved, now));
    }
    return longest;
  }

  private static List<Quota> draw(Random random) {
    List<Quota> quotas = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      int count = 1 + random.nextInt(random.nextBoolean() ? 8 : 120);
      quotas.add(new Quota(count, 1_000L + random.nextInt(200_000)));
    }
    return quotas;
  }

  /** How many of the times are in the window that ends with {@code now}. */
  private static long inside(List<Long> times, long window, long now) {
    return times.stream().filter(time -> time > now - window && time <= now).count();
  }

  @Test
  void never_more_than_the_quota_in_any_window_and_small_quotas_are_exact() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Quota> quotas = draw(random);
      boolean exact = quotas.stream().allMatch(quota -> quota.count() <= 32);
      List<WindowTable> tables = WindowTable.of(quotas, memory);
      List<Long> times = new ArrayList<>();
      long now = START;
      for (int i = 0; i < 600; i++) {
        now += random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(900);
        long at = now;
        boolean free =
            quotas.stream().allMatch(q -> inside(times, q.windowMillis(), at) < q.count());
        long wait = wait(tables, 5, false, now);
        if (exact) {
          assertEquals(free, wait == 0, "seed " + seed);
        }
        if (wait == 0) {
          assertTrue(free, "seed " + seed);
          tables.forEach(table -> assertTrue(table.record(5, at)));
          times.add(now);
        } else {
          assertEquals(0, wait(tables, 5, false, now + wait), "the wait is long enough");
        }
      }
    }
  }

  @Test
  void a_large_quota_is_strict_by_a_thirtieth_of_its_time_at_most() {
    List<WindowTable> tables = WindowTable.of(List.of(new Quota(1_000, 3_600_000)), memory);
    for (int i = 0; i < 1_000; i++) {
      assertEquals(0, wait(tables, 9, false, START + i));
      long at = START + i;
      tables.forEach(table -> assertTrue(table.record(9, at)));
    }
    long wait = wait(tables, 9, false, START + 1_000);
    assertTrue(wait >= 3_600_000 - 1_000 && wait <= 3_600_000 + 120_000, "wait " + wait);
    assertEquals(0, wait(tables, 8, false, START + 1_000), "another key has its own");
  }

  @Test
  void what_is_taken_back_was_never_there() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Quota> quotas = draw(random);
      List<WindowTable> tables = WindowTable.of(quotas, memory);
      List<WindowTable> twin = WindowTable.of(quotas, memory);
      long now = START;
      for (int i = 0; i < 300; i++) {
        now += random.nextInt(3_000);
        long at = now;
        assertEquals(wait(twin, 5, false, now), wait(tables, 5, false, now), "seed " + seed);
        if (wait(tables, 5, false, now) > 0) {
          continue;
        }
        tables.forEach(table -> table.record(5, at));
        if (random.nextInt(3) == 0) {
          tables.forEach(table -> table.takeBack(5, at));
        } else {
          twin.forEach(table -> table.record(5, at));
        }
      }
    }
  }

  @Test
  void a_halved_quota_admits_half_rounded_up() {
    for (int count : new int[] {1, 2, 3, 10, 100, 101}) {
      List<WindowTable> tables = WindowTable.of(List.of(new Quota(count, 60_000)), memory);
      int admitted = 0;
      while (admitted <= count && wait(tables, 5, true, START) == 0) {
        tables.forEach(table -> table.record(5, START));
        admitted++;
      }
      assertEquals((count + 1) / 2, admitted, "quota " + count);
    }
  }

  @Test
  void times_that_come_out_of_order_at_a_restart_are_sorted() {
    List<Quota> quotas = List.of(new Quota(2, 10_000), new Quota(50, 60_000));
    List<WindowTable> sorted = WindowTable.of(quotas, memory);
    List<WindowTable> mixed = WindowTable.of(quotas, memory);
    long[] times = {100, 900, 5_000, 7_000, 9_500};
    int[] order = {3, 0, 4, 2, 1};
    for (int i = 0; i < times.length; i++) {
      long inOrder = START + times[i];
      long outOfOrder = START + times[order[i]];
      sorted.forEach(table -> table.record(5, inOrder));
      mixed.forEach(table -> table.record(5, outOfOrder));
    }
    for (long now = START + 9_500; now < START + 80_000; now += 500) {
      assertEquals(wait(sorted, 5, false, now), wait(mixed, 5, false, now));
    }
  }
}
