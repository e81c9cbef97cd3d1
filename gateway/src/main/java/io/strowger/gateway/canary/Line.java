package io.strowger.gateway.canary;

import io.strowger.gateway.canary.CanaryReport.Standing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One number: whether it answers, and by which carriers it was seen to. */
final class Line {
  /** Misses until it is said that it does not answer. */
  static final int MISSED_MAX = 4;

  /** Misses until nothing more is asked of it in a hurry. */
  private static final int TRIED_MAX = 8;

  private static final long REST_MILLIS = 600_000;
  private static final long CALM_MILLIS = 60_000;
  private static final int PROOFS_MAX = 64;

  /** Over this carrier a canary that was sent then came back. */
  private record Proof(String carrier, long sentMillis) {}

  final CanaryWay way;
  private final Deque<Proof> proofs = new ArrayDeque<>();
  private final Set<String> missingOver = new TreeSet<>();
  private int missing;
  private long silentSince;
  private long returnedAt;
  long lastSent = Long.MIN_VALUE;
  int turn;

  Line(CanaryWay way) {
    this.way = way;
  }

  String id() {
    return way.number().id();
  }

  void returned(String carrier, long sent, long now) {
    proofs.addLast(new Proof(carrier, sent));
    if (proofs.size() > PROOFS_MAX) {
      proofs.removeFirst();
    }
    missing = 0;
    missingOver.clear();
    silentSince = 0;
    returnedAt = now;
  }

  void missed(String carrier, long sent) {
    silentSince = missing++ == 0 ? sent : silentSince;
    missingOver.add(carrier);
  }

  /** Whether one over another carrier, sent at about the same time, came back. */
  boolean answeredAbout(long sent, String notOver, long within) {
    for (Proof proof : proofs) {
      if (!proof.carrier().equals(notOver) && Math.abs(proof.sentMillis() - sent) <= within) {
        return true;
      }
    }
    return false;
  }

  /**
   * A number that never answered may be a stranger's: it is hardly ever tried. One that has fallen
   * silent is not asked in a hurry.
   */
  boolean rests(long now) {
    if (missing < TRIED_MAX || lastSent == Long.MIN_VALUE) {
      return false;
    }
    return now - lastSent < (returnedAt == 0 ? REST_MILLIS : CALM_MILLIS);
  }

  Standing standing() {
    if (missing >= MISSED_MAX) {
      return returnedAt == 0 ? Standing.NEVER_ANSWERED : Standing.SILENT;
    }
    return returnedAt == 0 ? Standing.UNTRIED : Standing.ANSWERS;
  }

  CanaryReport.OwnNumber report() {
    return new CanaryReport.OwnNumber(
        id(),
        way.number().number().masked(),
        way.number().returnsBy(),
        standing(),
        missing,
        List.copyOf(missingOver),
        returnedAt,
        silentSince);
  }
}
