package io.strowger.gateway.main.detection;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** {@code strowger bench --detection}: the tables of docs/detection-tables.md, as Markdown. */
public final class DetectionBench {
  private static final double[] RATES = {0.1, 1, 10, 100};
  private static final int TENTH = 3;
  private static final List<World> OTHER_WORLDS =
      List.of(
          World.SEASON,
          World.BATCH,
          World.OPERATOR_CLUMPS,
          World.C50,
          World.BURSTY,
          World.LONE,
          World.RETRIES);
  private static final double YARDSTICK_DAYS = 4;

  private final Rows rows;
  private final double effort;
  private final double months;
  private final long seed;

  /**
   * @param effort how many runs of each fault: 1 for 20 or 12, 4 for twice as many
   * @param months without a fault, at each rate, in all worlds together
   * @param threads that find rows side by side
   */
  public DetectionBench(PrintWriter out, double effort, double months, int threads, long seed) {
    this.rows = new Rows(out, threads);
    this.effort = effort;
    this.months = months;
    this.seed = seed;
  }

  /** Each row is printed as soon as it is known. */
  public void run() {
    if (effort > 0) {
      warm();
      cold();
      otherWorlds();
    }
    if (months > 0) {
      FalseAlarms alarms = new FalseAlarms(months, seed, rows);
      alarms.print();
      alarms.printYardsticks(YARDSTICK_DAYS);
    }
  }

  private int runs(double rate) {
    return (int) Math.clamp((rate < 5 ? 20 : 12) * Math.sqrt(effort), 6, 60);
  }

  private static double warmUpDays(double rate) {
    return rate < 5 ? 7 : rate < 50 ? 1.5 : 0.25;
  }

  private static int limitSeconds(double rate, Loss loss) {
    double slow = loss.share() < 0.4 ? 12_000 : loss.share() < 1 ? 3_600 : 1_200;
    return (int) Math.clamp(slow / Math.sqrt(rate), 900, 21_600);
  }

  void warm() {
    rows.head(
        "Faults on a route that is known",
        "fault",
        "messages/s",
        "SUSPECT",
        "OPEN",
        "DEGRADED",
        "messages",
        "known",
        "window");
    List<Fault> faults = new ArrayList<>();
    for (double share : new double[] {1, 0.5, 0.2}) {
      for (int operator : new int[] {Loss.WHOLE_ROUTE, TENTH}) {
        for (double rate : RATES) {
          if (rate < 50 || share > 0.4) {
            faults.add(new Fault(rate, Loss.ofOperator(operator, share), warmUpDays(rate)));
          }
        }
      }
    }
    rows.print(faults, this::cells);
  }

  private void cold() {
    rows.head(
        "Faults on a route that was never seen",
        "fault",
        "messages/s",
        "SUSPECT",
        "OPEN",
        "DEGRADED",
        "messages",
        "known",
        "window");
    rows.print(
        Arrays.stream(RATES).mapToObj(rate -> new Fault(rate, Loss.ofRoute(1), 0)).toList(),
        this::cells);
  }

  private record Fault(double rate, Loss loss, double warmUpDays) {}

  private String[] cells(Fault fault) {
    double rate = fault.rate;
    Loss loss = fault.loss;
    List<Trial.Run> runs =
        new Trial(World.DRIFT, rate, false, seed)
            .runs(loss, runs(rate), fault.warmUpDays, limitSeconds(rate, loss));
    String name =
        (loss.operator() < 0 ? "route " : "operator of 10 % ")
            + Math.round(100 * loss.share())
            + " %";
    return new String[] {
      name,
      Rows.plain(rate),
      quantiles(runs, Trial.Run::suspect),
      quantiles(runs, Trial.Run::open),
      quantiles(runs, Trial.Run::degraded),
      quantiles(runs, Trial.Run::messages),
      quantiles(runs, Trial.Run::known),
      quantiles(runs, Trial.Run::window)
    };
  }

  private void otherWorlds() {
    rows.head(
        "The same faults in other worlds: seconds to OPEN",
        "world",
        "messages/s",
        "100 %",
        "50 %",
        "known, 100 %",
        "known, 50 %");
    List<Weather> weathers = new ArrayList<>();
    for (World world : OTHER_WORLDS) {
      for (double rate : FalseAlarms.RATES) {
        weathers.add(new Weather(world, rate));
      }
    }
    rows.print(weathers, this::cells);
  }

  private record Weather(World world, double rate) {}

  private String[] cells(Weather weather) {
    World world = weather.world;
    double rate = weather.rate;
    double days = rate < 5 ? 3 : 1;
    Loss dead = Loss.ofRoute(1);
    Loss half = Loss.ofRoute(0.5);
    int count = Math.max(6, runs(rate) / 2);
    Trial trial = new Trial(world, rate, false, seed);
    List<Trial.Run> a = trial.runs(dead, count, days, limitSeconds(rate, dead));
    List<Trial.Run> b = trial.runs(half, count, days, limitSeconds(rate, half));
    return new String[] {
      world.label(),
      Rows.plain(rate),
      quantiles(a, Trial.Run::open),
      quantiles(b, Trial.Run::open),
      quantiles(a, Trial.Run::known),
      quantiles(b, Trial.Run::known)
    };
  }

  /** Median and 95th percentile of those that found it, and how many did. */
  static String quantiles(List<Trial.Run> runs, ToDoubleFunction<Trial.Run> of) {
    double[] found = runs.stream().mapToDouble(of).filter(value -> value > 0).sorted().toArray();
    if (found.length == 0) {
      return "never";
    }
    String text =
        Math.round(found[(found.length - 1) / 2])
            + " / "
            + Math.round(found[(int) Math.ceil(0.95 * found.length) - 1]);
    return found.length == runs.size()
        ? text
        : text + " (" + found.length + " of " + runs.size() + ")";
  }
}
