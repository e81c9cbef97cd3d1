package io.strowger.gateway.delivery;

/** Something that has its share in every round, and is made durable or undone with it. */
interface RoundPart {
  RoundPart NONE = new RoundPart() {};

  /** Takes over what was kept; before the first round. */
  default void recover() {}

  /** Tells what was decided elsewhere, with the round's other replies. */
  default void tell(DispatchEvent.VerificationAnswered answered) {}

  /** Adds to the round what is to be kept and dropped. */
  default void beforeCommit(long nowMillis) {}

  /** The round is durable. */
  default void committed() {}

  /** The round is as if it had not been. */
  default void undo() {}
}
