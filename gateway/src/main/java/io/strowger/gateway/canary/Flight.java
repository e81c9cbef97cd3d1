package io.strowger.gateway.canary;

/**
 * One canary.
 *
 * <pre>
 * HANDED ──▶ ON_ITS_WAY ──▶ DOUBTED ──▶ LOST        the number answered others meanwhile
 *    │            │            └──────▶ UNPROVEN    nothing shows that it did
 *    │            ▼
 *    └──▶ back, from any of them
 * </pre>
 */
final class Flight {
  enum State {
    HANDED,
    ON_ITS_WAY,
    DOUBTED,
    LOST,
    UNPROVEN
  }

  final String token;
  final Lane lane;
  final Line line;
  final long handedAt;

  /** When the carrier took it; its name at the routes' health. */
  long sentAt;

  State state = State.HANDED;

  Flight(String token, Lane lane, Line line, long handedAt) {
    this.token = token;
    this.lane = lane;
    this.line = line;
    this.handedAt = handedAt;
    this.sentAt = handedAt;
  }

  boolean isOverdue(long now, long dueMillis) {
    return (state == State.ON_ITS_WAY || state == State.DOUBTED) && now - sentAt >= dueMillis;
  }
}
