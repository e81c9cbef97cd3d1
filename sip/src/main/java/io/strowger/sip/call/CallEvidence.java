package io.strowger.sip.call;

/**
 * What speaks for a call having been real.
 *
 * @param ringing a 180, 181 or 183 came
 * @param mediaSeen audio came from the far end
 * @param playedToEnd what had to be heard was played
 * @param keys pressed by the user, in order; at most 64
 * @param pddMillis post-dial delay: INVITE to the first ringing, or to the answer without any; -1
 *     before either
 * @param ringMillis ringing to answer or end
 * @param talkMillis answer to end
 * @param sipStatus the final code; 0 without one
 * @param q850Cause of the final response or the BYE; 0 without one
 * @param ringbackAfterAnswer a ringing tone was heard after the answer
 * @param silentFarEnd nothing was heard but silence or comfort noise
 */
public record CallEvidence(
    boolean ringing,
    boolean answered,
    boolean mediaSeen,
    boolean playedToEnd,
    String keys,
    long pddMillis,
    long ringMillis,
    long talkMillis,
    int sipStatus,
    int q850Cause,
    boolean ringbackAfterAnswer,
    boolean voicemailBeep,
    boolean silentFarEnd) {

  /** Without the keys: they may be a code. */
  @Override
  public String toString() {
    return "CallEvidence["
        + (ringing ? "ringing " : "")
        + (answered ? "answered " : "")
        + (mediaSeen ? "media " : "")
        + (playedToEnd ? "played " : "")
        + keys.length()
        + " keys, pdd "
        + pddMillis
        + " ms, ring "
        + ringMillis
        + " ms, talk "
        + talkMillis
        + " ms, status "
        + sipStatus
        + ", cause "
        + q850Cause
        + "]";
  }
}
