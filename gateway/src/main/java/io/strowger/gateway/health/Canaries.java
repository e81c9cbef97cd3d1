package io.strowger.gateway.health;

import java.util.Arrays;

/**
 * Messages to numbers of our own that come back over another way: each that returns proves the
 * route end to end, whatever its receipts say.
 *
 * <p>A CUSUM of misses on its own finds a dead route without any traffic; for a cell that its
 * receipts accuse, the canaries since the onset are a witness.
 */
final class Canaries {
  static final long USUAL_INTERVAL_MILLIS = 60_000;
  static final long URGENT_INTERVAL_MILLIS = 10_000;
  private static final long DUE_MILLIS = 15_000;
  private static final long LOST_MILLIS = 30_000;
  private static final long TRUSTED_MILLIS = 3_600_000;
  private static final double HEALTHY = 0.95;
  private static final double DEAD = 0.05;
  private static final double THRESHOLD = 15.3;
  private static final int KEPT = 64;

  private static final long AWAITED = 0;
  private static final long COUNTED_LOST = -1;

  private final long[] sentAt = new long[KEPT];
  private final long[] returnedAt = new long[KEPT];
  private int next;
  private double score;
  private long lossSince;
  private long lastReturn;

  Canaries() {
    Arrays.fill(sentAt, Long.MIN_VALUE);
  }

  void sent(long now) {
    sentAt[next] = now;
    returnedAt[next] = AWAITED;
    next = (next + 1) % KEPT;
  }

  void returned(long sent, long now) {
    for (int i = 0; i < KEPT; i++) {
      if (sentAt[i] == sent && returnedAt[i] <= AWAITED) {
        if (returnedAt[i] == COUNTED_LOST) {
          score = Math.max(0, score - missWeight());
        }
        returnedAt[i] = now;
        lastReturn = now;
        score = Math.max(0, score + Math.log(DEAD / HEALTHY));
        return;
      }
    }
  }

  private static double missWeight() {
    return Math.log((1 - DEAD) / (1 - HEALTHY));
  }

  /** Counts what is lost by now; whether the route is dead by its canaries alone. */
  boolean tick(long now) {
    for (int i = 0; i < KEPT; i++) {
      if (sentAt[i] != Long.MIN_VALUE
          && returnedAt[i] == AWAITED
          && now - sentAt[i] >= LOST_MILLIS) {
        returnedAt[i] = COUNTED_LOST;
        if (score == 0) {
          lossSince = sentAt[i];
        }
        score += missWeight();
      }
    }
    return score > THRESHOLD;
  }

  long lossSince() {
    return lossSince;
  }

  /** Whether canaries have returned lately enough for their absence to mean something. */
  boolean isTrusted(long now) {
    return lastReturn > 0 && now - lastReturn < TRUSTED_MILLIS;
  }

  /** Log-likelihood for a cell that keeps only this much of its success, since the onset. */
  double evidence(double kept, long onset, long now) {
    double failed = Math.max(DEAD, kept * HEALTHY);
    double sum = 0;
    for (int i = 0; i < KEPT; i++) {
      if (sentAt[i] < onset) {
        continue;
      }
      if (returnedAt[i] > 0) {
        sum += Math.log(failed / HEALTHY);
      } else if (now - sentAt[i] >= DUE_MILLIS) {
        sum += Math.log((1 - failed) / (1 - HEALTHY));
      }
    }
    return sum;
  }

  long intervalMillis(boolean suspicious, long now) {
    for (int i = 0; i < KEPT; i++) {
      boolean overdue =
          sentAt[i] != Long.MIN_VALUE && returnedAt[i] == AWAITED && now - sentAt[i] > DUE_MILLIS;
      if (overdue) {
        return URGENT_INTERVAL_MILLIS;
      }
    }
    return suspicious || score > 0 ? URGENT_INTERVAL_MILLIS : USUAL_INTERVAL_MILLIS;
  }

  void restart() {
    score = 0;
    Arrays.fill(sentAt, Long.MIN_VALUE);
  }
}
