package io.strowger.sip.call;

import java.util.List;

/** The outcome of one step. */
public record CallStep(CallState next, List<CallCommand> commands) {
  public CallStep {
    commands = List.copyOf(commands);
  }
}
