package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Messages to numbers of our own that come back over another way: each that returns proves the
 * route end to end, whatever its receipts say.
 *
 * <p>A CUSUM of misses on its own finds a dead route without any traffic; for a cell that its
 * receipts accuse, the canaries since the onset are a witness. Which of them count as lost is told:
 * only those whose number answered others meanwhile.
 */
final class Canaries {
  private static final long TRUSTED_MILLIS = 3_600_000;
  private static final double HEALTHY = 0.95;
  private static final double DEAD = 0.05;
  private static final double MISS = Math.log((1 - DEAD) / (1 - HEALTHY));
  private static final double THRESHOLD = 15.3;
  private static final int RECOVERED = 6;
  private static final long PROVING_MILLIS = 600_000;
  private static final long LATE_MIN_MILLIS = 4_000;
  private static final long LATE_MAX_MILLIS = 20_000;
  private static final long LATE_KEPT_MILLIS = 120_000;
  private static final int KEPT = 64;

  private static final long AWAITED = 0;
  private static final long COUNTED_LOST = -1;

  private final long[] sentAt = new long[KEPT];
  private final long[] returnedAt = new long[KEPT];
  private int next;
  private double score;
  private long lossSince;
  private long lastReturn;
  private long lastSent;
  private long intervalMillis;
  private long provenUntil;
  private long slowestMillis;
  private int inARow;

  Canaries() {
    Arrays.fill(sentAt, Long.MIN_VALUE);
  }

  /**
   * @param usualMillis until the next one is sent, at most
   */
  void sent(long now, long usualMillis) {
    sentAt[next] = now;
    returnedAt[next] = AWAITED;
    next = (next + 1) % KEPT;
    intervalMillis = usualMillis;
    lastSent = now;
  }

  void returned(long sent, long now) {
    int at = place(sent);
    if (at < 0 || returnedAt[at] > AWAITED) {
      return;
    }
    if (returnedAt[at] == COUNTED_LOST) {
      score = Math.max(0, score - MISS);
    }
    returnedAt[at] = now;
    lastReturn = now;
    provenUntil = Math.max(provenUntil, sent);
    // One that was slow is forgotten within a dozen others.
    slowestMillis = Math.max(now - sent, slowestMillis - slowestMillis / 8);
    score = Math.max(0, score + Math.log(DEAD / HEALTHY));
    inARow++;
  }

  void lost(long sent) {
    int at = place(sent);
    if (at < 0 || returnedAt[at] != AWAITED) {
      return;
    }
    returnedAt[at] = COUNTED_LOST;
    if (score == 0) {
      // What was sent after the last one that came back may be lost, too.
      lossSince = Math.max(provenUntil + 1, sent - intervalMillis);
    }
    score = Math.min(2 * THRESHOLD, score + MISS);
    inARow = 0;
  }

  private int place(long sent) {
    for (int i = 0; i < KEPT; i++) {
      if (sentAt[i] == sent) {
        return i;
      }
    }
    return -1;
  }

  /** How near the route is to be dead by its canaries alone; it is at 1. */
  double score() {
    return score / THRESHOLD;
  }

  /** Whether so many came back one after the other that the route delivers again. */
  boolean haveRecovered() {
    return inARow >= RECOVERED;
  }

  long lossSince() {
    return lossSince;
  }

  /** Whether canaries have returned lately enough for their absence to mean something. */
  boolean isTrusted(long now) {
    return lastReturn > 0 && now - lastReturn < TRUSTED_MILLIS;
  }

  /** Whether one that was sent later came back: then the route delivered until then. */
  boolean prove(long sent) {
    return provenUntil > sent;
  }

  /**
   * When the one that proves what was sent then is to be back at the latest, while they come back;
   * 0 where none is expected.
   */
  long proofDueMillis(long sent, long now) {
    if (!areProving(now)) {
      return 0;
    }
    return (lastSent > sent ? lastSent : Math.max(sent, lastSent + intervalMillis)) + lateMillis();
  }

  /** Whether one that would prove what was sent then should be back, and is not. */
  boolean areLate(long sent, long now) {
    if (prove(sent) || !areProving(now)) {
      return false;
    }
    for (int i = 0; i < KEPT; i++) {
      long age = now - sentAt[i];
      if (sentAt[i] > sent && age > lateMillis() && age < LATE_KEPT_MILLIS) {
        return true;
      }
    }
    return false;
  }

  private boolean areProving(long now) {
    return lastReturn > 0 && now - lastReturn < PROVING_MILLIS;
  }

  private long lateMillis() {
    return Math.clamp(2 * slowestMillis, LATE_MIN_MILLIS, LATE_MAX_MILLIS);
  }

  /** Log-likelihood for a cell that keeps only this much of its success, since the onset. */
  double evidence(double kept, long onset) {
    double failed = Math.max(DEAD, kept * HEALTHY);
    double sum = 0;
    for (int i = 0; i < KEPT; i++) {
      if (sentAt[i] < onset) {
        continue;
      }
      if (returnedAt[i] > 0) {
        sum += Math.log(failed / HEALTHY);
      } else if (returnedAt[i] == COUNTED_LOST) {
        sum += Math.log((1 - failed) / (1 - HEALTHY));
      }
    }
    return sum;
  }

  /** Empty while there were none. */
  String describe() {
    int back = 0;
    int gone = 0;
    for (int i = 0; i < KEPT; i++) {
      back += returnedAt[i] > AWAITED ? 1 : 0;
      gone += returnedAt[i] == COUNTED_LOST ? 1 : 0;
    }
    return back + gone == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "canaries: score %.1f of %.1f, %d of the last %d came back",
            score,
            THRESHOLD,
            back,
            back + gone);
  }

  /** When they came back. Those that are on their way are not known any more. */
  void write(DataOutput out) throws IOException {
    out.writeLong(lastReturn);
    out.writeLong(intervalMillis);
    out.writeLong(slowestMillis);
  }

  void read(DataInput in, long now) throws IOException {
    lastReturn = Math.min(now, in.readLong());
    intervalMillis = in.readLong();
    slowestMillis = in.readLong();
  }

  void restart() {
    score = 0;
    inARow = 0;
    Arrays.fill(sentAt, Long.MIN_VALUE);
    Arrays.fill(returnedAt, AWAITED);
  }
}
