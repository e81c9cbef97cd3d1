package io.strowger.smpp.link;

/**
 * Decides when the owner hears of the carrier's status: at once when a link or the carrier's use
 * changes, at most every 100 ms when queue, wait or rate move notably.
 */
final class StatusWatch {
  private static final long EVERY_MILLIS = 100;
  private static final double NOTABLE = 0.2;
  private static final long NOTABLE_WAIT_MILLIS = 20;
  private static final int NOTABLE_QUEUED = 16;

  private boolean urgent = true;
  private long toldAtMillis = Long.MIN_VALUE / 2;
  private int queued;
  private long waitMillis;
  private double rate;

  void changed() {
    urgent = true;
  }

  /**
   * @return true when the owner should hear of this now; it then counts as told
   */
  boolean tell(int queuedNow, long waitNow, double rateNow, long now) {
    boolean due =
        urgent || (now - toldAtMillis >= EVERY_MILLIS && isNotable(queuedNow, waitNow, rateNow));
    if (due) {
      urgent = false;
      toldAtMillis = now;
      queued = queuedNow;
      waitMillis = waitNow;
      rate = rateNow;
    }
    return due;
  }

  /** When a notable change that was held back should be told. */
  long alarmMillis(int queuedNow, long waitNow, double rateNow) {
    return isNotable(queuedNow, waitNow, rateNow) ? toldAtMillis + EVERY_MILLIS : Long.MAX_VALUE;
  }

  private boolean isNotable(int queuedNow, long waitNow, double rateNow) {
    return Math.abs(queuedNow - queued) > Math.max(NOTABLE_QUEUED, NOTABLE * queued)
        || Math.abs(waitNow - waitMillis) > Math.max(NOTABLE_WAIT_MILLIS, NOTABLE * waitMillis)
        || (rateNow != rate && !(Math.abs(rateNow - rate) <= NOTABLE * rate));
  }
}
