package io.strowger.smpp.simulator;

/** What really became of an accepted message. */
public enum Fate {
  DELIVERED,
  /** Accepted, never delivered, and nobody was told. */
  DROPPED,
  /** Accepted, not delivered, and a receipt says so. */
  FAILED
}
