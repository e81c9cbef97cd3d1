package io.strowger.gateway.health;

/** Why a state changed, or what is to be told although none did. */
public enum Cause {
  /** Half of the evidence, or all of it and something else must confirm. */
  SUSPICION,
  /** What is sent is swallowed: nothing, or far too little, comes back. */
  SILENCE,
  /** A fifth or so is missing. */
  LOSS,
  /** Never has anything come back: the route is dead, or sends no receipts. */
  NO_PROOF_OF_LIFE,
  /** Receipts stopped, but codes are verified or canaries return: not left. */
  RECEIPTS_BROKEN,
  /** Receipts say delivered, but hardly a code is verified any more. */
  FAKE_RECEIPTS,
  /** No code is verified on any route: the client has stopped telling. */
  FEEDBACK_BROKEN,
  /** One operator fails on more than one route: it is the operator. */
  DESTINATION_DOWN,
  /** It would be left, but nothing else is usable. */
  LAST_USABLE_ROUTE,
  /** One account's messages fail; the rest does not confirm it. */
  ONE_ACCOUNT,
  /** Far worse than its siblings, or than a route should be, since it is known. */
  LOW_BASELINE,
  /** The day's level sank below those of the days before. */
  DECAY,
  /** Too few receipts to judge by: only verified codes and canaries count. */
  BLIND,
  /** Canaries no longer return. */
  CANARIES_LOST,
  /** Calls are answered without a sign of life, or not at all. */
  CALLS_FAIL,
  /** Most of the operators behind the route are open. */
  MOST_OPERATORS,
  /** The carrier or the link says so itself; see {@link Fault}. */
  EXPLICIT_FAULT,
  /** Enough probes came back. */
  PROBES_RETURNED,
  /** The ramp's next step. */
  RAMP,
  /** All evidence of harm is gone. */
  RECOVERED
}
