package io.strowger.sip.prompt;

import io.strowger.sip.prompt.ScriptResult.Answer;

/**
 * Where a script stands.
 *
 * @param times how often the question of this phase was asked, or the code spoken
 * @param repeatsAsked how often the user had the code again by key
 * @param heard the code, or an approval's question, was spoken to its end
 * @param keys pressed so far; never shown by {@link #toString()}
 */
public record ScriptState(
    Phase phase, int times, int repeatsAsked, boolean heard, Answer answer, String keys) {
  /** Before the answer. */
  public static final ScriptState INITIAL =
      new ScriptState(Phase.IDLE, 0, 0, false, Answer.NONE, "");

  private static final int KEYS_MAX = 32;

  /**
   * <pre>
   *   IDLE ─> GATE ⇄ GATE_WAIT ─key─> CODE (× repeats) ─> AGAIN ─> AGAIN_WAIT ─> LAST ─> DONE
   *     │        └──── nobody there ───────────────────────────────────────────────────> DONE
   *     └───> QUESTION ⇄ QUESTION_WAIT ─key─> LAST ─> DONE
   * </pre>
   */
  public enum Phase {
    IDLE,
    GATE,
    GATE_WAIT,
    CODE,
    AGAIN,
    AGAIN_WAIT,
    QUESTION,
    QUESTION_WAIT,
    LAST,
    DONE
  }

  /** What the call has come to, also where it is cut short. */
  public ScriptResult result() {
    return new ScriptResult(heard, answer, keys);
  }

  ScriptState at(Phase next) {
    return new ScriptState(next, times, repeatsAsked, heard, answer, keys);
  }

  ScriptState times(int count) {
    return new ScriptState(phase, count, repeatsAsked, heard, answer, keys);
  }

  ScriptState askedAgain() {
    return new ScriptState(phase, 0, repeatsAsked + 1, heard, answer, keys);
  }

  ScriptState spoken() {
    return new ScriptState(phase, times, repeatsAsked, true, answer, keys);
  }

  ScriptState answered(Answer given) {
    return new ScriptState(phase, times, repeatsAsked, true, given, keys);
  }

  ScriptState pressed(char key) {
    String all = keys.length() < KEYS_MAX ? keys + key : keys;
    return new ScriptState(phase, times, repeatsAsked, heard, answer, all);
  }

  @Override
  public String toString() {
    return "ScriptState[" + phase + "]";
  }
}
