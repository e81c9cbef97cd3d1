package io.strowger.gateway.message;

import org.jspecify.annotations.Nullable;

/**
 * What was seen of a call. Never the keys themselves: a user may press a code.
 *
 * @param ringing an 18x came
 * @param mediaSeen speech, or other sound of a person's end, came in
 * @param playedToEnd the last word was played while the call was up
 * @param confirmed a key was pressed where one was asked for
 * @param answer to an approval call, null while there is none
 * @param pddMillis post-dial delay: INVITE to the first 18x; 0 while unknown
 * @param talkMillis from the answer to the end
 * @param sipStatus the final one, 0 when there was none
 * @param q850Cause of the Reason header, 0 when there was none
 * @param ringback ringing was heard after the answer: the answer was false
 * @param voicemail a recorder's beep was heard
 * @param silent only silence or comfort noise came in
 */
public record CallEvidence(
    boolean ringing,
    boolean answered,
    boolean mediaSeen,
    boolean playedToEnd,
    boolean confirmed,
    @Nullable Answer answer,
    long pddMillis,
    long ringMillis,
    long talkMillis,
    int sipStatus,
    int q850Cause,
    boolean ringback,
    boolean voicemail,
    boolean silent) {

  /** What a user said to an approval call by a key. */
  public enum Answer {
    APPROVED,
    DENIED,
    FRAUD
  }

  public static final CallEvidence NONE =
      new CallEvidence(false, false, false, false, false, null, 0, 0, 0, 0, 0, false, false, false);

  /** A call on its way. */
  public static CallEvidence progress(boolean ringing, boolean answered) {
    return new CallEvidence(
        ringing, answered, false, false, false, null, 0, 0, 0, 0, 0, false, false, false);
  }

  /** The same, with what the keys that were pressed mean. */
  public CallEvidence keyed(boolean byKey, @Nullable Answer said) {
    return new CallEvidence(
        ringing,
        answered,
        mediaSeen,
        playedToEnd,
        byKey,
        said,
        pddMillis,
        ringMillis,
        talkMillis,
        sipStatus,
        q850Cause,
        ringback,
        voicemail,
        silent);
  }

  /** Somebody was at the other end: by a key, or by a voice that is no machine's. */
  public boolean heardByAPerson() {
    return confirmed || (mediaSeen && !ringback && !voicemail && !silent);
  }
}
