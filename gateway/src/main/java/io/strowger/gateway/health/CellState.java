package io.strowger.gateway.health;

/** How far a route, or an operator behind it, is to be used. */
public enum CellState {
  /** All is well. */
  CLOSED,
  /** Loses too much to be preferred, too little to be left. */
  DEGRADED,
  /** Half of the evidence that would open it is there: hedge early, send canaries often. */
  SUSPECT,
  /** Left: no message depends on it; shadow probes look whether it has come back. */
  OPEN,
  /** Probes came back: it carries a growing share of what it used to. */
  HALF_OPEN;

  /** How much it restricts, compared with the others. */
  int rank() {
    return switch (this) {
      case CLOSED -> 0;
      case SUSPECT -> 1;
      case DEGRADED -> 2;
      case HALF_OPEN -> 3;
      case OPEN -> 4;
    };
  }
}
