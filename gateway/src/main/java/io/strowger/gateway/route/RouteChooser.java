package io.strowger.gateway.route;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.RouteChoice.Reason;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.number.PrefixTree;
import io.strowger.gateway.route.Candidate.Standing;
import io.strowger.gateway.route.RouteTable.Member;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the carrier of a message's next attempt, and says why. Pure over the table, the carriers'
 * conditions and the message's own attempts; the draw comes from the given generator.
 *
 * <p>The channels of the message's plan are asked in its order, those whose time has come first. In
 * each, the entry with the longest matching prefix decides alone. Of its members those with a
 * weight share the traffic; those without follow in their order. A member that is down, busy, or
 * has seen this message before gives way to the next.
 */
public final class RouteChooser {
  private static final long BUSY_MILLIS = 2_000;
  private static final int BUSY_SHARE_OF_TTL = 4;
  private static final String NO_ROUTE = "no route for this destination";
  private static final String ALL_REFUSED = "every route has refused this message";

  /** An entry with what every choice needs worked out beforehand. */
  private record Compiled(
      Channel channel, String prefix, List<Member> members, Map<Member, String> shares) {}

  private final Map<Channel, PrefixTree<Compiled>> trees = new EnumMap<>(Channel.class);

  public RouteChooser(RouteTable table) {
    for (Channel channel : Channel.values()) {
      Map<String, Compiled> compiled = new HashMap<>();
      for (RouteTable.Entry entry : table.entries()) {
        List<Member> members = channel == Channel.SMS ? entry.sms() : entry.voice();
        if (!members.isEmpty()) {
          compiled.put(entry.prefix(), compile(channel, entry.prefix(), members));
        }
      }
      trees.put(channel, new PrefixTree<>(compiled));
    }
  }

  private static Compiled compile(Channel channel, String prefix, List<Member> members) {
    int total = members.stream().mapToInt(RouteChooser::weight).sum();
    Map<Member, String> shares = new HashMap<>();
    for (Member member : members) {
      if (member.weight() != null) {
        shares.put(member, "weight " + member.weight() + " of " + total);
      }
    }
    return new Compiled(channel, prefix, List.copyOf(members), Map.copyOf(shares));
  }

  private static int weight(Member member) {
    return member.weight() == null ? 0 : member.weight();
  }

  /**
   * @param conditions by carrier; a carrier that is not there is down
   */
  public RouteDecision choose(
      Message message,
      Map<String, CarrierCondition> conditions,
      RandomGenerator random,
      long nowMillis) {
    return choose(message, conditions, CallGate.OPEN, random, nowMillis);
  }

  /**
   * @param conditions by carrier; a carrier that is not there is down
   * @param calls whether the message may be called now
   */
  public RouteDecision choose(
      Message message,
      Map<String, CarrierCondition> conditions,
      CallGate calls,
      RandomGenerator random,
      long nowMillis) {
    RouteDecision.Chosen reluctant = null;
    RouteDecision.Wait waits = null;
    String why = null;
    for (Plan.Step step : ChannelOrder.of(message, nowMillis)) {
      boolean isCall = step.channel() == Channel.VOICE;
      long opens =
          Math.max(ChannelOrder.opensAt(message, step), isCall ? calls.notBeforeMillis() : 0);
      if (isCall && calls.notBeforeMillis() == Long.MAX_VALUE) {
        why = why == null ? calls.why() : why;
        continue;
      }
      if (opens > nowMillis) {
        waits = sooner(waits, new RouteDecision.Wait(opens, "the next channel opens later"));
        continue;
      }
      switch (chooseOn(step, message, conditions, random, nowMillis)) {
        case Offer.Good(RouteDecision.Chosen chosen) -> {
          return chosen;
        }
        case Offer.Doubted(RouteDecision.Chosen chosen) ->
            reluctant = reluctant == null ? chosen : reluctant;
        case Offer.Soon(RouteDecision.Wait wait) -> {
          return wait;
        }
        case Offer.WhenUp(RouteDecision.Wait wait) -> waits = sooner(waits, wait);
        case Offer.Never(String reason) -> why = why == null ? reason : why;
      }
    }
    if (reluctant != null) {
      return reluctant;
    }
    return waits != null ? waits : new RouteDecision.Exhausted(why == null ? NO_ROUTE : why);
  }

  private static RouteDecision.Wait sooner(
      RouteDecision.@Nullable Wait one, RouteDecision.Wait other) {
    return one != null && one.untilMillis() <= other.untilMillis() ? one : other;
  }

  /** What one channel has to offer. */
  private sealed interface Offer {
    record Good(RouteDecision.Chosen chosen) implements Offer {}

    /** Only the route whose answer was lost before. */
    record Doubted(RouteDecision.Chosen chosen) implements Offer {}

    record Soon(RouteDecision.Wait until) implements Offer {}

    record WhenUp(RouteDecision.Wait until) implements Offer {}

    record Never(String why) implements Offer {}
  }

  private Offer chooseOn(
      Plan.Step step,
      Message message,
      Map<String, CarrierCondition> conditions,
      RandomGenerator random,
      long nowMillis) {
    PrefixTree<Compiled> tree = trees.get(step.channel());
    Compiled entry = tree == null ? null : tree.longestMatch(message.spec().to().e164());
    if (entry == null) {
      return new Offer.Never(NO_ROUTE);
    }
    if (ChannelOrder.isSettled(message, step.channel())) {
      return new Offer.Never(ALL_REFUSED);
    }
    long remaining = message.spec().expiresAtMillis() - nowMillis;
    long busy = Math.min(BUSY_MILLIS, remaining / BUSY_SHARE_OF_TTL);
    List<Candidate> candidates = new ArrayList<>(entry.members().size());
    for (Member member : entry.members()) {
      candidates.add(
          Candidate.of(member, message, conditions.get(member.carrier()), busy, nowMillis));
    }
    Candidate chosen = best(candidates, random);
    if (chosen == null) {
      return none(candidates);
    }
    boolean escalates = ChannelOrder.isEscalation(message, step, nowMillis);
    RouteDecision.Chosen decision =
        new RouteDecision.Chosen(
            explain(entry, message, candidates, chosen, escalates), chosen.member().sender());
    return chosen.standing() == Standing.DOUBTED
        ? new Offer.Doubted(decision)
        : new Offer.Good(decision);
  }

  private static @Nullable Candidate best(List<Candidate> candidates, RandomGenerator random) {
    Candidate ready = draw(candidates, random);
    if (ready != null) {
      return ready;
    }
    Candidate leastWait = null;
    for (Candidate candidate : candidates) {
      if (candidate.standing() == Standing.BUSY
          && (leastWait == null || candidate.waitMillis() < leastWait.waitMillis())) {
        leastWait = candidate;
      }
    }
    return leastWait != null ? leastWait : first(candidates, Standing.DOUBTED);
  }

  /** A ready member: by weight among those that have one, else the first in order. */
  private static @Nullable Candidate draw(List<Candidate> candidates, RandomGenerator random) {
    int total = 0;
    for (Candidate candidate : candidates) {
      total += candidate.standing() == Standing.READY ? weight(candidate.member()) : 0;
    }
    if (total == 0) {
      return first(candidates, Standing.READY);
    }
    int ticket = random.nextInt(total);
    for (Candidate candidate : candidates) {
      if (candidate.standing() == Standing.READY) {
        ticket -= weight(candidate.member());
        if (ticket < 0) {
          return candidate;
        }
      }
    }
    throw new IllegalStateException("weights changed while drawing");
  }

  private static @Nullable Candidate first(List<Candidate> candidates, Standing standing) {
    for (Candidate candidate : candidates) {
      if (candidate.standing() == standing) {
        return candidate;
      }
    }
    return null;
  }

  private static Offer none(List<Candidate> candidates) {
    long until = Long.MAX_VALUE;
    boolean later = false;
    boolean down = false;
    for (Candidate candidate : candidates) {
      if (candidate.standing() == Standing.LATER) {
        later = true;
        until = Math.min(until, candidate.notBeforeMillis());
      }
      down |= candidate.standing() == Standing.DOWN;
    }
    if (later) {
      return new Offer.Soon(new RouteDecision.Wait(until, "every route asked to wait"));
    }
    return down
        ? new Offer.WhenUp(
            new RouteDecision.Wait(Long.MAX_VALUE, "no carrier of this route has a usable link"))
        : new Offer.Never(ALL_REFUSED);
  }

  private static RouteChoice explain(
      Compiled entry,
      Message message,
      List<Candidate> candidates,
      Candidate chosen,
      boolean escalates) {
    Reason reason;
    String detail = null;
    if (!message.attempts().isEmpty()) {
      Attempt before = message.attempts().getLast();
      reason =
          before.equals(chosen.last())
              ? Reason.RETRY
              : escalates || before.choice().channel() != entry.channel()
                  ? Reason.ESCALATION
                  : Reason.FAILOVER;
      detail = before.choice().carrier() + ": " + describe(before.verdict());
    } else if (candidates.size() == 1) {
      reason = Reason.ONLY_ROUTE;
    } else {
      Candidate passedOver = passedOver(candidates, chosen);
      if (passedOver != null) {
        boolean isBusy = passedOver.standing() == Standing.BUSY;
        reason = isBusy ? Reason.OTHERS_BUSY : Reason.OTHERS_DOWN;
        detail =
            passedOver.member().carrier()
                + (isBusy ? " is busy for " + passedOver.waitMillis() + " ms" : " is down");
      } else {
        detail = entry.shares().get(chosen.member());
        reason = detail == null ? Reason.PREFERRED : Reason.WEIGHTED_SHARE;
      }
    }
    return new RouteChoice(
        chosen.member().carrier(), entry.channel(), entry.prefix(), reason, detail);
  }

  /** A member that ranks before the chosen one, or shares with it, and could not be taken. */
  private static @Nullable Candidate passedOver(List<Candidate> candidates, Candidate chosen) {
    for (Candidate candidate : candidates) {
      boolean ranksAsHigh =
          candidate.member().weight() != null
              || (chosen.member().weight() == null
                  && candidates.indexOf(candidate) < candidates.indexOf(chosen));
      if (ranksAsHigh && candidate.standing() != chosen.standing()) {
        return candidate;
      }
    }
    return null;
  }

  private static String describe(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refused refused -> "refused, " + refused.refusal().reading();
      case Verdict.Throttled _ -> "asked us to slow down";
      case Verdict.Silent _ -> "no receipt in time";
      case Verdict.InDoubt doubt -> "in doubt, " + doubt.cause();
      case Verdict.NotSent notSent -> "not sent, " + notSent.cause();
      case Verdict.Pending _ -> "unanswered";
      case Verdict.Taken _ -> "taken";
      case Verdict.Arrived _ -> "arrived";
    };
  }
}
