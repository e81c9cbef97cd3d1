package io.strowger.gateway.route;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.RouteChoice.Reason;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.number.PhoneNumber;
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
 * has seen this message before gives way to the next; so does one that loses what it takes, by as
 * much as its health says.
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
    return choose(
        message, new Around(conditions, HealthView.NONE, CallGate.OPEN), random, nowMillis);
  }

  /**
   * What stands around a choice.
   *
   * @param conditions by carrier; a carrier that is not there is down
   * @param calls whether the message may be called now
   */
  public record Around(
      Map<String, CarrierCondition> conditions, HealthView health, CallGate calls) {}

  public RouteDecision choose(
      Message message, Around around, RandomGenerator random, long nowMillis) {
    CallGate calls = around.calls();
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
      switch (chooseOn(step, message, around, random, nowMillis)) {
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

    /** Only the route whose answer was lost before, or one that swallows what it takes. */
    record Doubted(RouteDecision.Chosen chosen) implements Offer {}

    record Soon(RouteDecision.Wait until) implements Offer {}

    record WhenUp(RouteDecision.Wait until) implements Offer {}

    record Never(String why) implements Offer {}
  }

  private Offer chooseOn(
      Plan.Step step, Message message, Around around, RandomGenerator random, long nowMillis) {
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
          Candidate.of(
              member,
              message,
              around.conditions().get(member.carrier()),
              around.health(),
              busy,
              nowMillis));
    }
    double standby = message.attempts().isEmpty() ? around.health().standbyShare() : 0;
    double[] weights =
        Weights.of(
            candidates,
            standby,
            step.channel() == Channel.SMS ? around.health() : HealthView.NONE,
            message.spec().to());
    Candidate chosen = Draw.best(candidates, standby, weights, random);
    if (chosen == null
        || (chosen.standing() == Standing.LEFT && Draw.first(candidates, Standing.LATER) != null)) {
      return none(candidates);
    }
    boolean escalates = ChannelOrder.isEscalation(message, step, nowMillis);
    RouteDecision.Chosen decision =
        new RouteDecision.Chosen(
            explain(entry, message, candidates, chosen, weights, escalates, around.health()),
            chosen.member().sender(),
            left(candidates, chosen));
    return chosen.standing() == Standing.DOUBTED || chosen.standing() == Standing.LEFT
        ? new Offer.Doubted(decision)
        : new Offer.Good(decision);
  }

  private static List<Member> left(List<Candidate> candidates, Candidate chosen) {
    List<Member> left = List.of();
    for (Candidate candidate : candidates) {
      if (candidate.standing() == Standing.LEFT && chosen.standing() != Standing.LEFT) {
        left = left.isEmpty() ? new ArrayList<>() : left;
        left.add(candidate.member());
      }
    }
    return left;
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
      double @Nullable [] weights,
      boolean escalates,
      HealthView health) {
    Reason reason;
    String detail = null;
    Attempt before = lastOnWhichItDepended(message);
    if (before != null) {
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
      Candidate other = Draw.passedOver(candidates, chosen);
      if (other == null) {
        detail = entry.shares().get(chosen.member());
        if (detail != null && weights != null) {
          detail += ", carries " + Weights.percent(weights, candidates.indexOf(chosen)) + " %: ";
          detail += "success or cost differ";
        }
        reason = detail == null ? Reason.PREFERRED : Reason.WEIGHTED_SHARE;
      } else {
        String name = other.member().carrier();
        PhoneNumber to = message.spec().to();
        switch (other.standing()) {
          case BUSY -> {
            reason = Reason.OTHERS_BUSY;
            detail = name + " is busy for " + other.waitMillis() + " ms";
          }
          case LEFT -> {
            reason = Reason.OTHERS_UNHEALTHY;
            detail = name + " is left: " + health.why(name, to);
          }
          case READY -> {
            boolean well = other.share() == 1;
            reason = well ? Reason.STANDBY : Reason.OTHERS_UNHEALTHY;
            detail =
                well
                    ? "so that its usual success is known"
                    : name
                        + " carries "
                        + Math.round(100 * other.share())
                        + " %: "
                        + health.why(name, to);
          }
          default -> {
            reason = Reason.OTHERS_DOWN;
            detail = name + " is down";
          }
        }
      }
    }
    return new RouteChoice(
        chosen.member().carrier(), entry.channel(), entry.prefix(), reason, detail);
  }

  private static @Nullable Attempt lastOnWhichItDepended(Message message) {
    for (Attempt attempt : message.attempts().reversed()) {
      if (!attempt.isProbe()) {
        return attempt;
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
