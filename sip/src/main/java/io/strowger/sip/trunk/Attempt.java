package io.strowger.sip.trunk;

import io.strowger.sip.call.CallState;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.message.Target;
import io.strowger.sip.prompt.ScriptState;
import java.util.HashSet;
import java.util.Set;

/** One INVITE of an order over one trunk, until nothing can come of it any more. */
final class Attempt {
  final Placement placement;
  final TrunkLine trunk;
  final Target target;
  final String callId;
  TrunkMedia.Line line;
  final Set<Long> clientKeys = new HashSet<>();
  CallState state;
  ScriptState script = ScriptState.INITIAL;
  long play = -1;
  long keyDueAtMillis = Long.MAX_VALUE;

  /** When the engine will look at it; so that it is not queued for the same moment twice. */
  long wakeAtMillis = Long.MAX_VALUE;

  /** The trunk has answered anything at all. */
  boolean heard;

  boolean spoken;

  /** Before the answer: those may be a carrier's announcement, and prove nobody's presence. */
  long earlyPackets;

  Attempt(
      Placement placement,
      TrunkLine trunk,
      Target target,
      String callId,
      TrunkMedia.Line line,
      CallState state) {
    this.placement = placement;
    this.trunk = trunk;
    this.target = target;
    this.callId = callId;
    this.line = line;
    this.state = state;
  }

  /** Closes it and lets go of it: half a minute of finished calls would be most of the memory. */
  void closeMedia() {
    line.close();
    line = new SilentLine();
  }

  long nextAlarmMillis() {
    return Math.min(state.nextAlarmMillis(), state.over() ? Long.MAX_VALUE : keyDueAtMillis);
  }

  /** An order on its way from trunk to trunk. */
  static final class Placement {
    final CallOrder order;
    final Set<String> tried = new HashSet<>();
    Disposition refusal = Disposition.RETRY_OTHER_TRUNK;
    String why = "no trunk can be used now";

    Placement(CallOrder order) {
      this.order = order;
    }

    void refused(Disposition disposition, String because) {
      refusal = disposition;
      why = because;
    }
  }
}
