package io.strowger.gateway.route;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.RouteChoice.Reason;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.number.PrefixTree;
import io.strowger.gateway.route.Candidate.Standing;
import io.strowger.gateway.route.RouteTable.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the carrier of a message's next attempt, and says why. Pure over the table, the carriers'
 * conditions and the message's own attempts; the draw comes from the given generator.
 *
 * <p>The entry with the longest matching prefix decides alone. Of its members those with a weight
 * share the traffic; those without follow in their order. A member that is down, busy, or has seen
 * this message before gives way to the next.
 */
public final class RouteChooser {
  private static final long BUSY_MILLIS = 2_000;
  private static final int BUSY_SHARE_OF_TTL = 4;

  /** An entry with what every choice needs worked out beforehand. */
  private record Compiled(String prefix, List<Member> members, Map<Member, String> shares) {}

  private final PrefixTree<Compiled> sms;

  public RouteChooser(RouteTable table) {
    Map<String, Compiled> compiled = new HashMap<>();
    for (RouteTable.Entry entry : table.entries()) {
      if (!entry.sms().isEmpty()) {
        compiled.put(entry.prefix(), compile(entry.prefix(), entry.sms()));
      }
    }
    this.sms = new PrefixTree<>(compiled);
  }

  private static Compiled compile(String prefix, List<Member> members) {
    int total = members.stream().mapToInt(RouteChooser::weight).sum();
    Map<Member, String> shares = new HashMap<>();
    for (Member member : members) {
      if (member.weight() != null) {
        shares.put(member, "weight " + member.weight() + " of " + total);
      }
    }
    return new Compiled(prefix, List.copyOf(members), Map.copyOf(shares));
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
    Compiled entry = sms.longestMatch(message.spec().to().e164());
    if (entry == null) {
      return new RouteDecision.Exhausted("no route for this destination");
    }
    long remaining = message.spec().expiresAtMillis() - nowMillis;
    long busy = Math.min(BUSY_MILLIS, remaining / BUSY_SHARE_OF_TTL);
    List<Candidate> candidates = new ArrayList<>(entry.members().size());
    for (Member member : entry.members()) {
      candidates.add(
          Candidate.of(member, message, conditions.get(member.carrier()), busy, nowMillis));
    }
    Candidate chosen = best(candidates, random);
    return chosen == null
        ? none(candidates)
        : new RouteDecision.Chosen(
            explain(entry, message, candidates, chosen), chosen.member().sender());
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

  private static RouteDecision none(List<Candidate> candidates) {
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
      return new RouteDecision.Wait(until, "every route asked to wait");
    }
    return down
        ? new RouteDecision.Wait(Long.MAX_VALUE, "no carrier of this route has a usable link")
        : new RouteDecision.Exhausted("every route has refused this message");
  }

  private static RouteChoice explain(
      Compiled entry, Message message, List<Candidate> candidates, Candidate chosen) {
    Reason reason;
    String detail = null;
    if (!message.attempts().isEmpty()) {
      Attempt before = message.attempts().getLast();
      reason = before.equals(chosen.last()) ? Reason.RETRY : Reason.FAILOVER;
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
    return new RouteChoice(chosen.member().carrier(), Channel.SMS, entry.prefix(), reason, detail);
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
