package io.strowger.gateway.main.detection;

import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.HealthChange;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Many runs of one fault on branches of one warmed-up route. */
final class Trial {
  private static final int DAY = 43_200;
  private static final int LEAD_IN = 300;

  /**
   * Seconds from the onset; -1 for never.
   *
   * @param messages sent by the affected cell until it was opened or degraded
   */
  record Run(
      double suspect, double degraded, double open, double known, double window, long messages) {}

  private final World world;
  private final double rate;
  private final boolean feedback;
  private final long seed;

  Trial(World world, double rate, boolean feedback, long seed) {
    this.world = world;
    this.rate = rate;
    this.feedback = feedback;
    this.seed = seed;
  }

  /**
   * @param warmUpDays before the first branch; branches leave over the day that follows
   * @param limitSeconds how long a run looks for the fault
   */
  List<Run> runs(Loss loss, int count, double warmUpDays, int limitSeconds) {
    SplittableRandom seeds = new SplittableRandom(seed);
    Rig trunk = new Rig(world, rate, feedback, seeds.split(), 0);
    trunk.run((long) (warmUpDays * DAY));
    List<Run> runs = new ArrayList<>();
    int snapshots = Math.min(count, 6);
    for (int i = 0; i < count; i++) {
      if (i % ((count + snapshots - 1) / snapshots) == 0 && warmUpDays > 0) {
        trunk.run(Math.max(1, (long) (DAY * Math.min(1, warmUpDays / 4) / snapshots)));
      }
      Rig branch =
          warmUpDays > 0
              ? trunk.branch(seeds.split())
              : new Rig(world, rate, feedback, seeds.split(), i * 1_000L);
      runs.add(run(branch, loss, warmUpDays > 0 ? LEAD_IN : 0, limitSeconds / 2));
    }
    return runs;
  }

  private Run run(Rig rig, Loss loss, int leadIn, int limit) {
    KnownParameters known = new KnownParameters(rate);
    WindowRatio window = new WindowRatio();
    rig.observe(known);
    rig.observe(window);
    rig.run(leadIn);
    rig.inject(loss);
    rig.disobey();
    long onset = rig.slot;
    known.arm();
    window.arm();
    int cell = loss.operator() < 0 ? Climate.OPERATORS : loss.operator();
    String operator = loss.operator() < 0 ? "" : rig.operator(loss.operator());
    boolean fifth = loss.share() < 0.4;
    double suspect = -1;
    double degraded = -1;
    double open = -1;
    long messages = -1;
    for (int i = 0; i < limit; i++) {
      for (HealthChange change : rig.step()) {
        if (!change.operator().equals(operator)) {
          continue;
        }
        double seconds = 2.0 * (rig.slot - onset);
        if (change.to() == CellState.SUSPECT && suspect < 0) {
          suspect = seconds;
        } else if (change.to() == CellState.DEGRADED && degraded < 0) {
          degraded = seconds;
          messages = fifth ? of(rig, loss) : messages;
        } else if (change.to() == CellState.OPEN && open < 0) {
          open = seconds;
          messages = of(rig, loss);
        }
      }
      boolean found = open > 0 || (fifth && degraded > 0);
      boolean comparatorsDone =
          (fifth ? known.degradedAt : known.openAt)[cell] > onset
              && (window.openAt[cell] > onset || i > 300);
      if (found && comparatorsDone) {
        break;
      }
    }
    return new Run(
        suspect,
        degraded,
        open,
        since((fifth ? known.degradedAt : known.openAt)[cell], onset),
        since(window.openAt[cell], onset),
        messages);
  }

  private static long of(Rig rig, Loss loss) {
    return loss.operator() < 0 ? rig.sent : rig.sentTo[loss.operator()];
  }

  private static double since(long at, long onset) {
    return at > onset ? 2.0 * (at - onset) : -1;
  }
}
