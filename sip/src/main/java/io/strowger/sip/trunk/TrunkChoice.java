package io.strowger.sip.trunk;

import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.CallPlan;
import io.strowger.sip.call.CallSession;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.media.MediaUnavailable;
import io.strowger.sip.message.Target;
import io.strowger.sip.trunk.Attempt.Placement;
import org.jspecify.annotations.Nullable;

/** Which trunk takes an order next, and how the call is made over it; on the engine's thread. */
final class TrunkChoice {
  private final TrunkEngine engine;
  private final TrunkMedia media;

  TrunkChoice(TrunkEngine engine, TrunkMedia media) {
    this.engine = engine;
    this.media = media;
  }

  /** The next attempt, its trunk entered and its media open; null when no trunk is left. */
  @Nullable Attempt next(Placement placement, TrunkMedia.Events ears) {
    while (true) {
      TrunkLine line = choose(placement);
      Target target = line == null ? null : placement.at(line);
      if (line == null || target == null) {
        return null;
      }
      placement.tries(line, target);
      CallPlan.Addressing addressing =
          Dialled.addressing(
              line.settings(), placement.order.number(), target, engine.local(target));
      if (addressing == null) {
        placement.refused(
            Disposition.CONFIGURATION_FAULT, "no trunk can write a number of this country");
        placement.tried.add(line.id());
        continue;
      }
      try {
        TrunkMedia.Line opened = media.open(line.settings().media(), ears);
        line.gate().enter(engine.now());
        return attempt(placement, line, target, addressing, opened);
      } catch (MediaUnavailable e) {
        // Ours, not the trunk's: the next one would fare no better.
        placement.refused(Disposition.THROTTLED, "no media: " + e.getMessage());
        return null;
      }
    }
  }

  private Attempt attempt(
      Placement placement,
      TrunkLine line,
      Target target,
      CallPlan.Addressing addressing,
      TrunkMedia.Line opened) {
    CallOrder order = placement.order;
    CallLimits limits = order.limits();
    if (choose(placement) == null) {
      // Nobody to turn to: then patience is worth more than speed.
      limits = limits.withProvisional(limits.pddMillis());
    }
    String callId = engine.token();
    CallPlan plan =
        new CallPlan(
            order.reference(),
            line.id(),
            addressing,
            new CallPlan.Identity(callId, engine.token(), engine.token()),
            opened.offer(),
            line.digest().inOrder(engine.now()),
            line.settings().features(),
            limits,
            order.answerByMillis(),
            order.deadlineMillis());
    return new Attempt(placement, line, target, callId, opened, CallSession.begin(plan));
  }

  /**
   * The best trunk that was not tried: one that is up, the one to avoid when it alone is, else one
   * that may be.
   */
  private @Nullable TrunkLine choose(Placement placement) {
    TrunkLine best = null;
    int bestRank = 0;
    for (TrunkLine line : engine.lines()) {
      boolean up = line.up(engine.now());
      if (placement.at(line) == null
          || !(up || line.lastResort(engine.now()))
          || !line.gate().open(engine.now())) {
        continue;
      }
      int rank = !up ? 1 : line.id().equals(placement.order.avoidTrunk()) ? 2 : 3;
      if (best == null || rank > bestRank || (rank == bestRank && before(line, best))) {
        best = line;
        bestRank = rank;
      }
    }
    return best;
  }

  private static boolean before(TrunkLine one, TrunkLine other) {
    int priority = Integer.compare(one.settings().priority(), other.settings().priority());
    return priority == 0 ? one.load() < other.load() : priority < 0;
  }
}
