package io.strowger.gateway.main.detection;

import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.Health;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.health.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One route in one world, and the real health code that watches it. Traffic obeys the verdicts: an
 * open cell gets shadow probes only, a half-open one its share.
 */
final class Rig {
  static final String ROUTE = "alpha";
  private static final String OTHER_ROUTE = "beta";
  static final int MILLIS = 2_000;
  private static final double[] SHARES = {.30, .20, .14, .10, .08, .06, .05, .03, .02, .02};
  private static final int ACCOUNTS = 20;
  private static final double MU = Math.log(4);
  private static final double SIGMA = Math.log(5) / 1.645;
  private static final double VERIFIED_MU = Math.log(20);
  private static final double VERIFIED_SIGMA = Math.log(75 / 20.0) / 1.645;
  private static final double VERIFIED_SHARE = 0.87;
  private static final int TABLE = 100;

  /** Kinds of what comes back, in the lowest bits of an event. */
  private static final int RECEIPT = 0;

  private static final int VERIFIED = 1;
  private static final int PROBE = 2;
  private static final int RETRY = 3;

  private final World world;
  private final double rate;
  private final boolean feedback;
  private final RandomGenerator random;
  private final Climate climate;
  private final Calendar calendar = new Calendar();
  private final String[] operators = new String[SHARES.length];
  private final String[] accounts = new String[ACCOUNTS + Climate.EXTRA_ACCOUNTS];
  private final int[] operatorTable = new int[TABLE];
  private final int[] accountTable = new int[TABLE * 10];
  private final List<Observer> observers = new ArrayList<>();
  private @Nullable Loss loss;

  /** Whether traffic follows the verdicts. */
  private boolean obeying = true;

  final Health health;
  long slot;
  long sent;
  final long[] sentTo = new long[SHARES.length];

  Rig(World world, double rate, boolean feedback, RandomGenerator random, long slot) {
    this(world, rate, feedback, random, slot, new Climate());
  }

  private Rig(
      World world,
      double rate,
      boolean feedback,
      RandomGenerator random,
      long slot,
      Climate climate) {
    this.world = world;
    this.rate = rate;
    this.feedback = feedback;
    this.random = random;
    this.slot = slot;
    this.climate = climate;
    Map<String, List<String>> alternatives =
        Map.of(ROUTE, List.of(OTHER_ROUTE), OTHER_ROUTE, List.of(ROUTE));
    this.health = new Health(alternatives, slot * MILLIS);
    Arrays.setAll(operators, i -> "op" + i);
    Arrays.setAll(accounts, i -> "account" + i);
    int at = 0;
    for (int i = 0; i < SHARES.length; i++) {
      int places = (int) Math.round(SHARES[i] * TABLE);
      Arrays.fill(operatorTable, at, at + places, i);
      at += places;
    }
    fillAccounts();
  }

  /** The largest has 12 %. */
  private void fillAccounts() {
    double all = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
      all += 1.0 / (i + 5);
    }
    int at = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
      int places = (int) Math.ceil(accountTable.length / all / (i + 5));
      int to = Math.min(accountTable.length, at + places);
      Arrays.fill(accountTable, at, to, world == World.LONE ? 0 : i);
      at = to;
    }
  }

  /** The same route with what it has learned so far, and chances of its own. */
  Rig branch(RandomGenerator chances) {
    Rig branch = new Rig(world, rate, feedback, chances, slot, climate.copy());
    branch.health.restore(health.snapshot(), slot * MILLIS);
    return branch;
  }

  void observe(Observer observer) {
    observers.add(observer);
  }

  void inject(@Nullable Loss next) {
    loss = next;
    sent = 0;
    Arrays.fill(sentTo, 0);
  }

  /** Traffic goes on as if nothing had been found, so that others can look for it too. */
  void disobey() {
    obeying = false;
  }

  void run(long slots) {
    for (long i = 0; i < slots; i++) {
      step();
    }
  }

  /** One slot of traffic, then the verdict on it. */
  List<HealthChange> step() {
    world.at(slot * 2.0, climate, random);
    send(poisson(rate * 2 * climate.traffic), -1);
    for (int i = 0; i < Climate.EXTRA_ACCOUNTS; i++) {
      if (climate.extraTraffic[i] > 0) {
        send(poisson(rate * 2 * climate.extraTraffic[i]), i);
      }
    }
    comeBack();
    List<HealthChange> changes = health.tick((slot + 1) * MILLIS);
    for (Observer observer : observers) {
      observer.endOf(slot);
    }
    slot++;
    return changes;
  }

  private int poisson(double mean) {
    if (mean > 60) {
      return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int n = 0;
    while (product > limit) {
      product *= random.nextDouble();
      n++;
    }
    return n;
  }

  private void send(int messages, int extra) {
    for (int i = 0; i < messages; i++) {
      int operator = operatorTable[random.nextInt(TABLE)];
      int account =
          extra < 0 ? accountTable[random.nextInt(accountTable.length)] : ACCOUNTS + extra;
      double success =
          extra >= 0
              ? climate.extraSuccess[extra]
              : climate.perOperator ? climate.operatorSuccess[operator] : climate.success;
      send(operator, account, success, world == World.RETRIES ? 2 : 0);
    }
  }

  private void send(int operator, int account, double success, int retries) {
    CellState state = obeying ? health.state(ROUTE, operators[operator]) : CellState.CLOSED;
    boolean probe = false;
    if (state == CellState.OPEN) {
      probe = health.takeProbe(ROUTE, operators[operator], slot * MILLIS);
      if (!probe) {
        return;
      }
      health.probeSent(ROUTE, operators[operator]);
    } else if (state == CellState.HALF_OPEN
        && random.nextDouble() > health.share(ROUTE, operators[operator])) {
      return;
    } else {
      sent++;
      sentTo[operator]++;
      health.sent(ROUTE, operators[operator], accounts[account], feedback);
      for (Observer observer : observers) {
        observer.sent(operator, slot);
      }
    }
    boolean arrives = random.nextDouble() < success;
    Loss hit = loss;
    if (hit != null && (!hit.hits(operator) || random.nextDouble() >= hit.share())) {
      hit = null;
    }
    boolean receipt = arrives && (hit == null || hit.lying());
    boolean delivered = arrives && (hit == null || hit.receiptsOnly());
    if (receipt) {
      double seconds = climate.delay * Math.exp(MU + SIGMA * random.nextGaussian());
      later(
          seconds + climate.queueing + climate.receiptsLate,
          operator,
          account,
          probe ? PROBE : RECEIPT);
    }
    if (feedback && !probe && delivered && random.nextDouble() < VERIFIED_SHARE) {
      double seconds = Math.exp(VERIFIED_MU + VERIFIED_SIGMA * random.nextGaussian());
      later(seconds + climate.queueing, operator, account, VERIFIED);
    }
    if (retries > 0 && !delivered) {
      event(slot + 10, operator, account, RETRY, retries);
    }
  }

  private void later(double seconds, int operator, int account, int kind) {
    double at = slot * 2.0 + 2 * random.nextDouble() + seconds;
    boolean batched = world == World.BATCH || (world == World.BATCH_OPERATOR && operator == 0);
    if (batched && kind != VERIFIED) {
      at = Math.ceil(at / 60) * 60;
    }
    event((long) (at / 2), operator, account, kind, 0);
  }

  private void event(long at, int operator, int account, int kind, int retries) {
    if (at - slot < Calendar.slots()) {
      calendar.add(at, (((slot << 8 | account) << 4 | operator) << 2 | retries) << 2 | kind);
    }
  }

  private void comeBack() {
    for (int i = 0; i < calendar.count(slot); i++) {
      long event = calendar.event(slot, i);
      int kind = (int) event & 3;
      int retries = (int) (event >> 2) & 3;
      int operator = (int) (event >> 4) & 15;
      int account = (int) (event >> 8) & 255;
      long sentSlot = event >> 16;
      switch (kind) {
        case RECEIPT -> {
          health.heard(
              Signal.RECEIPT, ROUTE, operators[operator], accounts[account], sentSlot * MILLIS);
          for (Observer observer : observers) {
            observer.receipt(operator, sentSlot, slot);
          }
        }
        case VERIFIED ->
            health.heard(
                Signal.VERIFIED, ROUTE, operators[operator], accounts[account], sentSlot * MILLIS);
        case PROBE -> health.probeHeard(ROUTE, operators[operator], sentSlot * MILLIS);
        default -> send(operator, account, climate.success, retries - 1);
      }
    }
    calendar.clear(slot);
  }

  String operator(int index) {
    return operators[index];
  }
}
