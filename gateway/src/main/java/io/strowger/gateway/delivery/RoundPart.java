package io.strowger.gateway.delivery;

/** Something that has its share in every round, and is made durable or undone with it. */
interface RoundPart {
  RoundPart NONE = new RoundPart() {};

  /** Takes over what was kept; before the first round. */
  default void recover() {}

  /** Adds to the round what is to be kept and dropped. */
  default void beforeCommit(long nowMillis) {}

  /** The round is durable. */
  default void committed() {}

  /** The round is as if it had not been. */
  default void undo() {}
}
