package io.strowger.sip.prompt;

import java.util.List;

/** The next state of a script, and what is to be done. */
public record ScriptStep(ScriptState state, List<ScriptCommand> commands) {
  public ScriptStep {
    commands = List.copyOf(commands);
  }
}
