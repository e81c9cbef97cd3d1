package io.strowger.gateway.guard;

import io.strowger.gateway.number.PhoneNumber;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest refusals of each account, for it to see: {@value #LINES_MAX} lines each, of the
 * {@value #ACCOUNTS_MAX} accounts refused last. Any thread may read.
 */
public final class DenialLog implements GuardObserver {
  private static final int LINES_MAX = 100;
  private static final int ACCOUNTS_MAX = 1_000;

  /**
   * One refusal.
   *
   * @param to masked when it is shown
   */
  public record Line(long atMillis, PhoneNumber to, Denial denial) {}

  private final Map<String, Deque<Line>> byAccount = new LinkedHashMap<>();

  @Override
  public synchronized void denied(String account, PhoneNumber to, Denial denial, long nowMillis) {
    Deque<Line> lines = byAccount.remove(account);
    if (lines == null) {
      lines = new ArrayDeque<>();
    }
    byAccount.put(account, lines);
    if (lines.size() == LINES_MAX) {
      lines.removeFirst();
    }
    lines.addLast(new Line(nowMillis, to, denial));
    if (byAccount.size() > ACCOUNTS_MAX) {
      byAccount.remove(byAccount.keySet().iterator().next());
    }
  }

  /** Newest first. */
  public synchronized List<Line> of(String account) {
    Deque<Line> lines = byAccount.get(account);
    return lines == null ? List.of() : new ArrayList<>(lines).reversed();
  }
}
