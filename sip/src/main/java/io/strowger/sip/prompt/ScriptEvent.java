package io.strowger.sip.prompt;

/** What happens to a script. */
public sealed interface ScriptEvent {
  /** The call was answered and may be spoken into. */
  record Answered() implements ScriptEvent {}

  /** The last {@link ScriptCommand.Play} was heard to its end; never for an earlier one. */
  record PlayEnded() implements ScriptEvent {}

  /** A key was pressed; not shown by {@link #toString()}. */
  record Key(char key) implements ScriptEvent {
    @Override
    public String toString() {
      return "Key[*]";
    }
  }

  /** The time of the last {@link ScriptCommand.WaitForKey} is over. */
  record TimedOut() implements ScriptEvent {}
}
