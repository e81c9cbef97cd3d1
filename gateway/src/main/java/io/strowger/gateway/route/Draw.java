package io.strowger.gateway.route;

import io.strowger.gateway.route.Candidate.Standing;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Which of the members of an entry carries a message, from how each stands. Pure. */
final class Draw {
  private Draw() {}

  /**
   * @param standby part of the traffic for each ready member that has none by its rank, 0 to 1
   * @param weights instead of those of the configuration; null for these
   */
  static @Nullable Candidate best(
      List<Candidate> candidates,
      double standby,
      double @Nullable [] weights,
      RandomGenerator random) {
    Candidate ready = ready(candidates, standby, weights, random);
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
    if (leastWait != null) {
      return leastWait;
    }
    Candidate left = first(candidates, Standing.LEFT);
    return left != null ? left : first(candidates, Standing.DOUBTED);
  }

  /** By weight among those that have one, else in order; each as far as its health allows. */
  private static @Nullable Candidate ready(
      List<Candidate> candidates,
      double standby,
      double @Nullable [] weights,
      RandomGenerator random) {
    Candidate ranked =
        weights == null ? byWeight(candidates, random) : by(weights, candidates, random);
    Candidate first = ranked == null ? first(candidates, Standing.READY) : ranked;
    if (first == null) {
      return null;
    }
    if (standby > 0) {
      Candidate other = standby(candidates, first, standby, random);
      if (other != null) {
        return other;
      }
    }
    return ranked != null ? ranked : inOrder(candidates, first, random);
  }

  private static @Nullable Candidate byWeight(List<Candidate> candidates, RandomGenerator random) {
    double total = 0;
    boolean whole = true;
    for (Candidate candidate : candidates) {
      if (candidate.standing() == Standing.READY) {
        total += weight(candidate);
        whole &= candidate.share() == 1;
      }
    }
    if (total == 0) {
      return null;
    }
    double ticket = whole ? random.nextInt((int) total) : random.nextDouble() * total;
    Candidate last = null;
    for (Candidate candidate : candidates) {
      if (candidate.standing() == Standing.READY && weight(candidate) > 0) {
        last = candidate;
        ticket -= weight(candidate);
        if (ticket < 0) {
          return candidate;
        }
      }
    }
    return last;
  }

  private static @Nullable Candidate by(
      double[] weights, List<Candidate> candidates, RandomGenerator random) {
    double ticket = random.nextDouble() * Arrays.stream(weights).sum();
    Candidate last = null;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = candidates.get(i);
        ticket -= weights[i];
        if (ticket < 0) {
          return last;
        }
      }
    }
    return last;
  }

  private static double weight(Candidate candidate) {
    Integer weight = candidate.member().weight();
    return weight == null ? 0 : weight * candidate.share();
  }

  /** One that would carry nothing by its rank, now and then. */
  private static @Nullable Candidate standby(
      List<Candidate> candidates, Candidate first, double standby, RandomGenerator random) {
    double ticket = -1;
    for (Candidate candidate : candidates) {
      if (candidate.standing() == Standing.READY
          && candidate.member().weight() == null
          && candidate.share() == 1
          && !candidate.equals(first)) {
        ticket = ticket < 0 ? random.nextDouble() : ticket;
        if (ticket < standby) {
          return candidate;
        }
        ticket -= standby;
      }
    }
    return null;
  }

  /** Each passes on what its health does not allow it; the healthiest takes what is left over. */
  private static Candidate inOrder(
      List<Candidate> candidates, Candidate first, RandomGenerator random) {
    Candidate healthiest = first;
    for (Candidate candidate : candidates) {
      if (candidate.standing() == Standing.READY) {
        if (candidate.share() == 1 || random.nextDouble() < candidate.share()) {
          return candidate;
        }
        healthiest = candidate.share() > healthiest.share() ? candidate : healthiest;
      }
    }
    return healthiest;
  }

  static @Nullable Candidate first(List<Candidate> candidates, Standing standing) {
    for (Candidate candidate : candidates) {
      if (candidate.standing() == standing) {
        return candidate;
      }
    }
    return null;
  }

  /** A member that ranks before the chosen one, or shares with it, and was not taken. */
  static @Nullable Candidate passedOver(List<Candidate> candidates, Candidate chosen) {
    for (Candidate candidate : candidates) {
      boolean before = candidates.indexOf(candidate) < candidates.indexOf(chosen);
      boolean ranksAsHigh =
          candidate.member().weight() != null || (chosen.member().weight() == null && before);
      boolean ready = candidate.standing() == Standing.READY;
      boolean outOfTurn = ready && before && chosen.member().weight() == null;
      if (ranksAsHigh && (outOfTurn || candidate.standing() != chosen.standing())) {
        return candidate;
      }
    }
    return null;
  }
}
