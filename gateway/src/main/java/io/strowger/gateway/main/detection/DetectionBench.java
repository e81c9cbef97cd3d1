package io.strowger.gateway.main.detection;

import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** {@code strowger bench --detection}: the tables of docs/detection-tables.md, as Markdown. */
public final class DetectionBench {
  private static final double[] RATES = {0.1, 1, 10, 100};
  private static final int TENTH = 3;
  private static final double DAYS_PER_MONTH = 30.4;

  private final PrintWriter out;
  private final double effort;
  private final long seed;

  /**
   * @param effort 1 for half an hour or so on one thread, 20 for all the months that are promised
   */
  public DetectionBench(PrintWriter out, double effort, long seed) {
    this.out = out;
    this.effort = effort;
    this.seed = seed;
  }

  /** Each row is printed as soon as it is known. */
  public void run() {
    warm();
    cold();
    falseAlarms();
    otherWorlds();
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

  private void row(String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
    out.flush();
  }

  private void head(String title, String... cells) {
    out.println();
    out.println("## " + title);
    out.println();
    row(cells);
    row(Arrays.stream(cells).map(_ -> "---").toArray(String[]::new));
  }

  void warm() {
    head(
        "Faults on a route that is known",
        "fault",
        "messages/s",
        "SUSPECT",
        "OPEN",
        "DEGRADED",
        "messages",
        "known",
        "window");
    for (double share : new double[] {1, 0.5, 0.2}) {
      for (int operator : new int[] {Loss.WHOLE_ROUTE, TENTH}) {
        for (double rate : RATES) {
          if (rate > 50 && share < 0.4) {
            continue;
          }
          fault(World.DRIFT, rate, Loss.ofOperator(operator, share), warmUpDays(rate));
        }
      }
    }
  }

  private void cold() {
    head(
        "Faults on a route that was never seen",
        "fault",
        "messages/s",
        "SUSPECT",
        "OPEN",
        "DEGRADED",
        "messages",
        "known",
        "window");
    for (double rate : RATES) {
      fault(World.DRIFT, rate, Loss.ofRoute(1), 0);
    }
  }

  private void fault(World world, double rate, Loss loss, double warmUpDays) {
    List<Trial.Run> runs =
        new Trial(world, rate, false, seed)
            .runs(loss, runs(rate), warmUpDays, limitSeconds(rate, loss));
    String name =
        (loss.operator() < 0 ? "route " : "operator of 10 % ")
            + Math.round(100 * loss.share())
            + " %";
    row(
        name,
        plain(rate),
        quantiles(runs, Trial.Run::suspect),
        quantiles(runs, Trial.Run::open),
        quantiles(runs, Trial.Run::degraded),
        quantiles(runs, Trial.Run::messages),
        quantiles(runs, Trial.Run::known),
        quantiles(runs, Trial.Run::window));
  }

  private void otherWorlds() {
    head(
        "The same faults in other worlds: seconds to OPEN",
        "world",
        "messages/s",
        "100 %",
        "50 %",
        "known, 100 %",
        "known, 50 %");
    for (World world :
        List.of(
            World.SEASON,
            World.BATCH,
            World.OPERATOR_CLUMPS,
            World.C50,
            World.BURSTY,
            World.LONE,
            World.RETRIES)) {
      for (double rate : new double[] {0.1, 1, 10}) {
        double days = rate < 5 ? 3 : 1;
        Loss dead = Loss.ofRoute(1);
        Loss half = Loss.ofRoute(0.5);
        int count = Math.max(6, runs(rate) / 2);
        List<Trial.Run> a =
            new Trial(world, rate, false, seed).runs(dead, count, days, limitSeconds(rate, dead));
        List<Trial.Run> b =
            new Trial(world, rate, false, seed).runs(half, count, days, limitSeconds(rate, half));
        row(
            world.label(),
            plain(rate),
            quantiles(a, Trial.Run::open),
            quantiles(b, Trial.Run::open),
            quantiles(a, Trial.Run::known),
            quantiles(b, Trial.Run::known));
      }
    }
  }

  private void falseAlarms() {
    head(
        "Nothing is wrong: false alarms of eleven cells, from the first message",
        "world",
        "messages/s",
        "route-months",
        "OPEN",
        "DEGRADED",
        "SUSPECT",
        "DECAY",
        "receipts broken",
        "known: OPEN",
        "known: DEGRADED",
        "window");
    double[] rates = {0.1, 1, 10};
    double[] days = {20, 8, 1.5};
    double[] months = new double[rates.length];
    int[] opened = new int[rates.length];
    for (World world : World.values()) {
      boolean feedback = world == World.RECEIPT_OUTAGE;
      for (int i = 0; i < rates.length; i++) {
        double lasting = days[i] * effort;
        HealthyRun run = new HealthyRun(world, rates[i], feedback, lasting, true, seed + i);
        months[i] += lasting / DAYS_PER_MONTH;
        opened[i] += run.entered(CellState.OPEN);
        row(
            world.label() + (feedback ? " with feedback" : ""),
            plain(rates[i]),
            two(lasting / DAYS_PER_MONTH),
            "" + run.entered(CellState.OPEN),
            "" + run.entered(CellState.DEGRADED),
            "" + run.entered(CellState.SUSPECT),
            "" + run.told(Cause.DECAY),
            "" + run.told(Cause.RECEIPTS_BROKEN),
            "" + run.knownOpened(),
            "" + run.knownDegraded(),
            "" + run.windowOpened());
      }
    }
    for (int i = 0; i < rates.length; i++) {
      row("**all**", plain(rates[i]), two(months[i]), "" + opened[i]);
    }
  }

  private static String plain(double rate) {
    return rate < 1 ? String.valueOf(rate) : String.valueOf(Math.round(rate));
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
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

  /** Rows of one table only, for those who try something. */
  public static void main(String[] args) {
    double effort = args.length > 0 ? Double.parseDouble(args[0]) : 1;
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    new DetectionBench(out, effort, 7).run();
  }
}
