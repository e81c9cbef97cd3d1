package io.strowger.gateway.health;

/** What the judge of one cell needs to know of the other routes. */
interface Surroundings {
  /** Whether messages for the operator could go another way. */
  boolean hasAlternative(Circuit circuit);

  /** Whether the same operator is suspected on another route, or was opened there lately. */
  boolean isSuspectedElsewhere(Circuit circuit, long now);

  /** Whether verified codes have stopped on every other route that used to have them. */
  boolean isFeedbackLostElsewhere(Circuit circuit);

  /** The usual success of the same cell on other routes; 0 when they have shown too little. */
  double siblingSuccess(Circuit circuit);
}
