package io.strowger.gateway.account;

/**
 * So many in any span of time this long.
 *
 * @param count 1–{@value #COUNT_MAX}
 * @param windowMillis 1 000–2 678 400 000 (31 days)
 */
public record Quota(int count, long windowMillis) {
  public static final int COUNT_MAX = 500_000_000;
  public static final long WINDOW_MIN_MILLIS = 1_000;
  public static final long WINDOW_MAX_MILLIS = 2_678_400_000L;

  public Quota {
    if (count < 1 || count > COUNT_MAX) {
      throw new IllegalArgumentException("a quota counts 1 to " + COUNT_MAX);
    }
    if (windowMillis < WINDOW_MIN_MILLIS || windowMillis > WINDOW_MAX_MILLIS) {
      throw new IllegalArgumentException("a quota's window is 1s to 31d");
    }
  }
}
