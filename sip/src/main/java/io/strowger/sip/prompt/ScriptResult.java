package io.strowger.sip.prompt;

/**
 * What came of a script so far.
 *
 * @param playedToEnd the code was spoken once to its last digit; for an approval, the question was
 * @param answer to an approval
 * @param keys all that were pressed, at most 32; never shown by {@link #toString()}
 */
public record ScriptResult(boolean playedToEnd, Answer answer, String keys) {
  /** What the user made of an approval. */
  public enum Answer {
    /** No key, or not asked. */
    NONE,
    APPROVED,
    DENIED,
    FRAUD
  }

  @Override
  public String toString() {
    return "ScriptResult[playedToEnd=" + playedToEnd + ", answer=" + answer + "]";
  }
}
