package io.strowger.gateway.health;

/** Why a state changed, or what is to be told although none did. */
public enum Cause {
  /** Half of the evidence, or all of it and something else must confirm. */
  SUSPICION("less comes back than usual"),
  /** What is sent is swallowed: nothing, or far too little, comes back. */
  SILENCE("what it takes does not arrive"),
  /** A fifth or so is missing. */
  LOSS("a part of what it takes does not arrive"),
  /** Never has anything come back: the route is dead, or sends no receipts. */
  NO_PROOF_OF_LIFE("nothing has ever come back: it is dead, or sends no receipts"),
  /** Receipts stopped, but codes are verified or canaries return: not left. */
  RECEIPTS_BROKEN("receipts stopped while codes arrive"),
  /** Receipts say delivered, but hardly a code is verified any more. */
  FAKE_RECEIPTS("receipts say delivered while no code is verified"),
  /** No code is verified on any route: the client has stopped telling. */
  FEEDBACK_BROKEN("codes are verified nowhere: the client has stopped telling"),
  /** One operator fails on more than one route: it is the operator. */
  DESTINATION_DOWN("the operator fails on more than one route"),
  /** It would be left, but nothing else is usable. */
  LAST_USABLE_ROUTE("what it takes does not arrive, and there is no other route"),
  /** One account's messages fail; the rest does not confirm it. */
  ONE_ACCOUNT("one account's messages fail, others' do not"),
  /** Far worse than its siblings, or than a route should be, since it is known. */
  LOW_BASELINE("it has always delivered less than its siblings"),
  /** The day's level sank below those of the days before. */
  DECAY("its daily level sinks"),
  /** Too few receipts to judge by: only verified codes and canaries count. */
  BLIND("too few receipts to judge by"),
  /** Canaries no longer return. */
  CANARIES_LOST("canaries do not return"),
  /** Calls are answered without a sign of life, or not at all. */
  CALLS_FAIL("calls are not answered, or without a sign of life"),
  /** Most of the operators behind the route are open. */
  MOST_OPERATORS("most operators behind it do not get their messages"),
  /** The carrier or the link says so itself; see {@link Fault}. */
  EXPLICIT_FAULT("its link says so"),
  /** It was left for messages that have come after all: it had held them back. */
  CAME_LATE("what was missing has come late"),
  /** Enough probes came back. */
  PROBES_RETURNED("probes came back"),
  /** The ramp's next step. */
  RAMP("it is tried by a growing share"),
  /** All evidence of harm is gone. */
  RECOVERED("all is well again");

  private final String words;

  Cause(String words) {
    this.words = words;
  }

  /** For people, to go after "since" or a colon. */
  public String inWords() {
    return words;
  }
}
