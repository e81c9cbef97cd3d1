package io.strowger.gateway.main.detection;

import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Route-months in which nothing is wrong, of every world at every rate, from the first message.
 * What is opened or degraded in them is so falsely.
 */
final class FalseAlarms {
  static final double[] RATES = {0.1, 1, 10};
  private static final double DAYS_PER_MONTH = 30.4;

  /** A run begins anew after that, so that the first days count as often as they would. */
  private static final double DAYS_AT_ONCE = 19;

  /**
   * These hold messages back and deliver them after all, which the first time nothing can tell from
   * swallowing them. They are counted apart.
   */
  static final List<World> HOLDING = List.of(World.HERD, World.MAINTENANCE);

  private final double months;
  private final long seed;
  private final Rows rows;

  /**
   * @param months in all worlds together, at each rate
   */
  FalseAlarms(double months, long seed, Rows rows) {
    this.months = months;
    this.seed = seed;
    this.rows = rows;
  }

  private static List<World> worlds() {
    List<World> worlds = new ArrayList<>(List.of(World.values()));
    worlds.removeAll(HOLDING);
    worlds.addAll(HOLDING);
    return worlds;
  }

  void print() {
    rows.head(
        "Nothing is wrong: false alarms of eleven cells, from the first message",
        "world",
        "messages/s",
        "route-months",
        "OPEN",
        "DEGRADED",
        "SUSPECT",
        "DECAY",
        "receipts broken",
        "seconds away");
    double days = months * DAYS_PER_MONTH / (World.values().length - HOLDING.size());
    for (double rate : RATES) {
      List<List<HealthyRun>> counted = new ArrayList<>();
      rows.print(
          worlds().stream().map(world -> new Task(world, rate, days)).toList(),
          task -> {
            List<HealthyRun> runs = runs(task);
            synchronized (counted) {
              if (!HOLDING.contains(task.world)) {
                counted.add(runs);
              }
            }
            return cells(task, runs);
          });
      List<HealthyRun> all = counted.stream().flatMap(List::stream).toList();
      rows.row(
          "**all that hold nothing back**",
          Rows.plain(rate),
          Rows.two(months),
          "**" + sum(all, run -> run.entered(CellState.OPEN)) + "**",
          "" + sum(all, run -> run.entered(CellState.DEGRADED)),
          "" + sum(all, run -> run.entered(CellState.SUSPECT)),
          "" + sum(all, run -> run.told(Cause.DECAY)),
          "" + sum(all, run -> run.told(Cause.RECEIPTS_BROKEN)),
          "" + sum(all, HealthyRun::secondsAway));
    }
  }

  private record Task(World world, double rate, double days) {
    boolean isWithFeedback() {
      return world == World.RECEIPT_OUTAGE;
    }
  }

  private List<HealthyRun> runs(Task task) {
    int rounds = (int) Math.ceil(task.days / DAYS_AT_ONCE);
    List<HealthyRun> runs = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      // Other chances at every rate and in every round.
      long chances = seed + 1_000L * i + (long) (10 * task.rate);
      runs.add(
          new HealthyRun(
              task.world,
              task.rate,
              task.isWithFeedback(),
              task.days / rounds,
              List.of(),
              chances));
    }
    return runs;
  }

  private static String[] cells(Task task, List<HealthyRun> runs) {
    return new String[] {
      task.world.label() + (task.isWithFeedback() ? " with verified codes" : ""),
      Rows.plain(task.rate),
      Rows.two(task.days / DAYS_PER_MONTH),
      "" + sum(runs, run -> run.entered(CellState.OPEN)),
      "" + sum(runs, run -> run.entered(CellState.DEGRADED)),
      "" + sum(runs, run -> run.entered(CellState.SUSPECT)),
      "" + sum(runs, run -> run.told(Cause.DECAY)),
      "" + sum(runs, run -> run.told(Cause.RECEIPTS_BROKEN)),
      "" + sum(runs, HealthyRun::secondsAway)
    };
  }

  private static long sum(List<HealthyRun> runs, ToLongFunction<HealthyRun> of) {
    return runs.stream().mapToLong(of).sum();
  }

  /** The yardsticks in the same worlds, for a few days: they alarm soon enough. */
  void printYardsticks(double days) {
    rows.head(
        "The yardsticks in the same worlds",
        "world",
        "messages/s",
        "route-months",
        "known: OPEN",
        "known: DEGRADED",
        "window");
    List<Task> tasks = new ArrayList<>();
    for (World world : worlds()) {
      for (double rate : RATES) {
        tasks.add(new Task(world, rate, rate > 5 ? days / 4 : days));
      }
    }
    rows.print(
        tasks,
        task -> {
          KnownParameters known = new KnownParameters(task.rate);
          WindowRatio window = new WindowRatio();
          new HealthyRun(
              task.world,
              task.rate,
              task.isWithFeedback(),
              task.days,
              List.of(known, window),
              seed);
          return new String[] {
            task.world.label(),
            Rows.plain(task.rate),
            Rows.two(task.days / DAYS_PER_MONTH),
            "" + known.opened,
            "" + known.degraded,
            "" + window.opened
          };
        });
  }
}
