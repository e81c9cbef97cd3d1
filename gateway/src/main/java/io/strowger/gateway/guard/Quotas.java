package io.strowger.gateway.guard;

import io.strowger.gateway.account.Limits;
import io.strowger.gateway.account.Quota;
import java.util.ArrayList;
import java.util.List;

/** The sliding quotas of one account: each with what it counts by, and its refusal. */
final class Quotas {
  private static final long ACCOUNT_KEY = 1;

  /** What messages are counted together by. */
  private enum By {
    ACCOUNT,
    NUMBER,
    HUNDRED,
    TEN_THOUSAND,
    END_USER
  }

  private record Counter(By by, DenialCode code, WindowTable table) {}

  private final List<Counter> counters = new ArrayList<>();
  private final int[] rows;

  Quotas(Limits limits, Memory memory) {
    add(By.NUMBER, DenialCode.NUMBER_QUOTA, limits.perNumber(), memory);
    add(By.HUNDRED, DenialCode.NEIGHBOUR_QUOTA, limits.perHundred(), memory);
    add(By.TEN_THOUSAND, DenialCode.NEIGHBOUR_QUOTA, limits.perTenThousand(), memory);
    add(By.END_USER, DenialCode.END_USER_QUOTA, limits.perEndUser(), memory);
    add(By.ACCOUNT, DenialCode.ACCOUNT_QUOTA, limits.perAccount(), memory);
    rows = new int[counters.size()];
  }

  private void add(By by, DenialCode code, List<Quota> quotas, Memory memory) {
    for (WindowTable table : WindowTable.of(quotas, memory)) {
      counters.add(new Counter(by, code, table));
    }
  }

  /** Asks, and answers only by the counter that must be waited for longest. */
  static final class Answer {
    long waitMillis;
    DenialCode code = DenialCode.ACCOUNT_QUOTA;
  }

  void ask(long number, long endUser, boolean halved, long now, Answer answer) {
    // All rows first, then what is in them: each is far away in memory, and so they come together.
    int count = counters.size();
    for (int i = 0; i < count; i++) {
      Counter counter = counters.get(i);
      long key = key(counter.by(), number, endUser);
      rows[i] = key == 0 ? RowTable.NONE : counter.table().find(key, now);
    }
    answer.waitMillis = 0;
    for (int i = 0; i < count; i++) {
      Counter counter = counters.get(i);
      if (rows[i] != RowTable.NONE) {
        // What the account may send in all has nothing to do with the kind of number.
        boolean half = halved && counter.by() != By.ACCOUNT && counter.by() != By.END_USER;
        long wait = counter.table().waitMillis(rows[i], half, now);
        if (wait > answer.waitMillis) {
          answer.waitMillis = wait;
          answer.code = counter.code();
        }
      }
    }
  }

  /**
   * Counts one in every counter.
   *
   * @return false when there was no memory for one of them
   */
  boolean record(long number, long endUser, long at) {
    boolean all = true;
    for (int i = 0; i < counters.size(); i++) {
      Counter counter = counters.get(i);
      long key = key(counter.by(), number, endUser);
      all &= key == 0 || counter.table().record(key, at);
    }
    return all;
  }

  void takeBack(long number, long endUser, long at) {
    for (int i = 0; i < counters.size(); i++) {
      Counter counter = counters.get(i);
      long key = key(counter.by(), number, endUser);
      if (key != 0) {
        counter.table().takeBack(key, at);
      }
    }
  }

  /** 0 for what is not counted. */
  private static long key(By by, long number, long endUser) {
    return switch (by) {
      case ACCOUNT -> ACCOUNT_KEY;
      case NUMBER -> number;
      case HUNDRED -> number / 100;
      case TEN_THOUSAND -> number / 10_000;
      case END_USER -> endUser;
    };
  }

  void clear() {
    counters.forEach(counter -> counter.table().clear());
  }
}
