package io.strowger.sip.trunk;

import io.strowger.sip.call.CallState;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.media.Direction;
import io.strowger.sip.media.Negotiation;
import io.strowger.sip.message.Target;
import io.strowger.sip.prompt.ScriptState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /** Its INVITE never left: we had too much to do. */
  boolean overloaded;

  /** It was said to its end, while nobody knows whether anybody was still there. */
  boolean playedInDoubt;

  final Presence presence = new Presence();
  long lookAtMillis = Long.MAX_VALUE;

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
    return Math.min(
        state.nextAlarmMillis(),
        state.over() ? Long.MAX_VALUE : Math.min(keyDueAtMillis, lookAtMillis));
  }

  void agreed(Negotiation.Agreed agreed, long now) {
    presence.twoWay(agreed.direction() == Direction.SENDRECV, now);
  }

  /** An order on its way from trunk to trunk. */
  static final class Placement {
    /** Of one trunk for one call: a long list of dead ones must not use its time up. */
    private static final int SERVERS_MAX = 3;

    final CallOrder order;

    /** Trunks that said what no other server of theirs would say differently. */
    final Set<String> tried = new HashSet<>();

    /** Servers of each trunk. */
    private final Map<String, Set<Target>> servers = new HashMap<>();

    Disposition refusal = Disposition.RETRY_OTHER_TRUNK;
    String why = "no trunk can be used now";

    Placement(CallOrder order) {
      this.order = order;
    }

    /** The server of this trunk that is to be tried next; null when none is left. */
    @Nullable Target at(TrunkLine line) {
      return tried.contains(line.id())
          ? null
          : line.target(servers.getOrDefault(line.id(), Set.of()));
    }

    void tries(TrunkLine line, Target target) {
      Set<Target> before = servers.computeIfAbsent(line.id(), _ -> new HashSet<>());
      before.add(target);
      if (before.size() >= SERVERS_MAX) {
        tried.add(line.id());
      }
    }

    void refused(Disposition disposition, String because) {
      refusal = disposition;
      why = because;
    }
  }
}
