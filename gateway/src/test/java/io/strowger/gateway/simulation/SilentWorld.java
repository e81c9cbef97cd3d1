package io.strowger.gateway.simulation;

import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.main.SteadyClock;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.simulation.Passcodes.Passcode;
import io.strowger.gateway.store.MemoryStore;
import io.strowger.smpp.simulator.Delay;
import io.strowger.smpp.simulator.Dials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with steady traffic over two carriers that deliver, until a {@link Mischief} befalls
 * them, and later delivers again; now and then it loses power. Drawn from one seed.
 */
final class SilentWorld {
  static final String PREFERRED = "alpha";
  private static final long START = 1_790_000_000_000L;
  private static final long HEALTHY_MILLIS = 240_000;

  /** Until it is known how many codes usually are verified, and that clients tell one by one. */
  private static final long TOLD_MILLIS = 700_000;

  private static final long FAULT_MILLIS = 190_000;
  private static final long AFTER_MILLIS = 60_000;

  /**
   * A route that was left for its silence carries all its traffic again by then, at two to four
   * messages a second: the probes take up to three minutes, as the first step of the ramp does.
   */
  private static final long BACK_MILLIS = 600_000;

  private static final long IN_TIME_MILLIS = 60_000;

  /** Evidence of a fault that is over may still come in. */
  private static final long ECHO_MILLIS = 90_000;

  final Mischief mischief;
  private final SplittableRandom random;
  private final Timeline timeline = new Timeline(START);
  private final Witness witness = new Witness(timeline::now);
  private final List<SimulatedCarrier> carriers = new ArrayList<>();
  private final Map<String, Dials> usual = new HashMap<>();
  private final RouteTable routes;
  private final Passcodes passcodes;
  private final String darkOperator;
  private final long gapMillis;
  private final List<Long> crashes = new ArrayList<>();
  private MemoryStore disk = new MemoryStore(timeline::now);
  private WitnessedStore store;
  private @Nullable Node node;
  private final long crashAfterMillis;
  private long faultFrom;
  private long faultUntil;
  private long smscAlarm;
  private long wallAheadMillis;

  SilentWorld(long seed) {
    this(Mischief.of(seed), seed, -1);
  }

  /**
   * @param crashAfterMillis of the beginning of the mischief; negative where chance decides
   */
  SilentWorld(Mischief mischief, long seed, long crashAfterMillis) {
    random = new SplittableRandom(seed);
    this.mischief = mischief;
    this.crashAfterMillis = crashAfterMillis;
    List<RouteTable.Member> members = new ArrayList<>();
    for (String id : List.of(PREFERRED, "beta")) {
      SimulatedCarrier carrier = new SimulatedCarrier(id, random.split(), timeline, witness);
      Dials dials =
          carrier.smsc.dials().toBuilder()
              .responseDelay(delay(20))
              .receiptBeforeResponse(false)
              .receiptDelay(delay(1_000 + random.nextInt(3_000)))
              .build();
      carrier.smsc.dials(dials);
      usual.put(id, dials);
      carriers.add(carrier);
      members.add(new RouteTable.Member(id, null, null));
    }
    routes = new RouteTable(List.of(new RouteTable.Entry("+39", members, List.of())));
    darkOperator = Passcodes.operator(random.nextInt(Passcodes.OPERATORS));
    gapMillis = 250L + random.nextInt(200);
    boolean verifies =
        mischief == Mischief.LYING_RECEIPTS || (random.nextInt(4) == 0 && !mischief.hasCanaries());
    passcodes = new Passcodes(timeline, random.split(), witness, verifies);
    store = new WitnessedStore(disk, witness, random.split());
    if (mischief.hasCanaries()) {
      OwnNumber.hostedBy(carriers.getLast(), carriers, timeline);
    }
  }

  private static Delay delay(long medianMillis) {
    return new Delay(Duration.ofMillis(medianMillis), Duration.ofMillis(medianMillis * 4));
  }

  Witness witness() {
    return witness;
  }

  int crashes() {
    return crashes.size();
  }

  /** In seconds since the fault began; {@code back} since it ended. */
  String summary() {
    return " second copies "
        + witness.health.hedges.occurrences()
        + ", crashed "
        + crashes.stream().map(this::sinceFault).toList()
        + ", left "
        + witness.health.opened().stream().map(one -> sinceFault(one.atMillis())).toList()
        + " of what was sent since "
        + witness.health.opened().stream().map(one -> sinceFault(one.onsetMillis())).toList()
        + ", alarmed "
        + witness.health.raised().stream().map(one -> sinceFault(one.atMillis())).toList()
        + ", accounts "
        + witness.health.failing().stream().map(one -> sinceFault(one.atMillis())).toList()
        + ", back "
        + witness.health.back().stream()
            .map(one -> sinceFault(one.atMillis()) - FAULT_MILLIS / 1_000)
            .toList()
        + ", in time "
        + Math.round(100 * arrived(IN_TIME_MILLIS))
        + " %, at all "
        + Math.round(100 * arrived(Passcodes.TTL_MILLIS))
        + " %";
  }

  private long sinceFault(long atMillis) {
    return (atMillis - faultFrom) / 1_000;
  }

  void run() {
    start();
    long healthy =
        switch (mischief) {
          case DEAD_FROM_THE_START -> 0;
          case LYING_RECEIPTS -> TOLD_MILLIS;
          default -> HEALTHY_MILLIS;
        };
    faultFrom = START + healthy;
    faultUntil = faultFrom + FAULT_MILLIS;
    long end = faultUntil + (mischief.isRecoverySeen() ? BACK_MILLIS : AFTER_MILLIS);
    timeline.at(faultFrom, this::begins);
    timeline.at(faultUntil, () -> Mischief.end(carriers, usual));
    // What is not mature at a crash is not learned: codes need all the time there is.
    long known = mischief == Mischief.LYING_RECEIPTS ? faultFrom : START + 20_000;
    boolean planned = crashAfterMillis >= 0;
    if (planned) {
      timeline.at(faultFrom + crashAfterMillis, () -> store.losePower = true);
    }
    int chances = planned || mischief == Mischief.CLOCK_LEAPS ? 0 : random.nextInt(3);
    for (int i = chances; i > 0; i--) {
      timeline.at(known + random.nextLong(end - known), () -> store.losePower = true);
    }
    if (mischief == Mischief.CLOCK_LEAPS) {
      timeline.in(30_000, this::leap);
      timeline.in(40_000 + random.nextLong(20_000), () -> store.losePower = true);
      for (int i = 0; i < 3; i++) {
        timeline.at(faultFrom + random.nextLong(FAULT_MILLIS), this::leap);
      }
    }
    passcodes.ask(gapMillis, end);
    tick();
    live(end + Passcodes.TTL_MILLIS + 20_000);
    if (mischief == Mischief.LATE_RECEIPTS) {
      oldReceiptsCome();
    }
    witness.judge();
    judge();
  }

  private void live(long until) {
    while (timeline.next(until)) {
      settle();
    }
  }

  /** The gateway was switched off for most of the two days. */
  private void oldReceiptsCome() {
    Node before = node;
    if (before != null) {
      crash(before, Mischief.LATE_MILLIS - (timeline.now() - faultFrom) - 60_000);
    }
    long end = faultUntil + Mischief.LATE_MILLIS + AFTER_MILLIS;
    passcodes.ask(gapMillis, end);
    live(end + Passcodes.TTL_MILLIS + 20_000);
  }

  private void leap() {
    wallAheadMillis += random.nextLong(-3_600_000, 3_600_000);
  }

  private void start() {
    // What runs keeps its own time: the wall is looked at when it starts, and hardly after.
    SteadyClock clock =
        new SteadyClock(() -> timeline.now() + wallAheadMillis, () -> timeline.now() * 1_000_000);
    Node started =
        new Node(
            timeline.seenBy(() -> clock.getAsLong() - timeline.now()),
            random.split(),
            carriers,
            null,
            routes,
            mischief.hasCanaries()
                ? Node.Bounds.usual(OwnNumber.settings("beta"))
                : Node.Bounds.USUAL,
            store,
            new SimulatedReceiver(timeline, random.split(), witness),
            witness);
    node = started;
    passcodes.gateway(started.dispatcher);
  }

  private void crash(Node living, long awayMillis) {
    crashes.add(timeline.now());
    living.crash();
    node = null;
    passcodes.gateway(null);
    witness.crashed();
    disk = disk.crash();
    store = new WitnessedStore(disk, witness, random.split());
    timeline.in(awayMillis, this::start);
  }

  private void tick() {
    timeline.in(400, this::tick);
  }

  private void settle() {
    for (SimulatedCarrier carrier : carriers) {
      long next = carrier.smsc.poll(timeline.now() * 1_000) / 1_000 + 1;
      if (next < smscAlarm || smscAlarm <= timeline.now()) {
        smscAlarm = Math.max(next, timeline.now() + 1);
        timeline.at(smscAlarm, () -> {});
      }
    }
    Node living = node;
    if (living != null) {
      try {
        living.settle();
      } catch (WitnessedStore.PowerLost e) {
        crash(living, 200 + random.nextLong(3_000));
      } catch (StoreFailedException e) {
        throw new AssertionError(e);
      }
    }
    if (witness.health.left() >= carriers.size()) {
      witness.violated("the last carrier was left");
    }
  }

  private void begins() {
    mischief.begin(carriers, darkOperator);
    if (mischief == Mischief.HAMMERED_NUMBERS) {
      passcodes.hammer(Mischief.ADVERSARY, gapMillis / 3, faultUntil);
    }
    if (mischief == Mischief.FAILING_ACCOUNT) {
      passcodes.hammer(Mischief.FAILING, 3 * gapMillis, faultUntil);
    }
    if (mischief == Mischief.LYING_RECEIPTS
        || mischief == Mischief.LIES_AGAINST_CANARIES
        || mischief == Mischief.MISNAMED_RECEIPTS) {
      witness.receiptsLie();
    }
  }

  // ---- what must have been ----

  private void judge() {
    for (HealthWitness.Opened one : witness.health.opened()) {
      if (!isExplained(one.route(), one.operator(), one.atMillis(), one.onsetMillis())) {
        witness.violated("left without a reason: " + one);
      }
    }
    for (HealthWitness.Raised one : witness.health.raised()) {
      boolean explained =
          isExplained(one.route(), one.operator(), one.atMillis(), one.onsetMillis())
              || (mischief.makesPoor(one.route()) && one.kind() == AlarmKind.ROUTE_POOR);
      if (!explained) {
        witness.violated("alarm without a reason: " + one);
      }
    }
    judgeAccounts();
    if (mischief.isSilence()) {
      found();
    }
    if (mischief == Mischief.RECEIPTS_STOP && !witness.health.opened().isEmpty()) {
      witness.violated("left although canaries came back: " + witness.health.opened());
    }
    if (mischief.mostArrive) {
      arriveInTime();
    }
    if (mischief.isRecoverySeen() && !witness.health.away().isEmpty()) {
      witness.violated(witness.health.away() + " not back after " + BACK_MILLIS / 1_000 + " s");
    }
  }

  private void judgeAccounts() {
    for (HealthWitness.Failing one : witness.health.failing()) {
      if (!mischief.fails(one.account())
          || one.atMillis() < faultFrom
          || one.atMillis() > faultUntil + Passcodes.TTL_MILLIS + ECHO_MILLIS) {
        witness.violated("alarm of an account without a reason: " + one);
      }
    }
    long until = faultFrom + Mischief.FAILING_FOUND_MILLIS;
    boolean crashed = crashes.stream().anyMatch(at -> at > faultFrom && at < until);
    boolean found = witness.health.failing().stream().anyMatch(one -> one.atMillis() <= until);
    if (mischief == Mischief.FAILING_ACCOUNT && !crashed && !found) {
      witness.violated("the failing account was not alarmed");
    }
  }

  private boolean isExplained(String route, String operator, long atMillis, long onsetMillis) {
    return mischief.explains(route, operator, darkOperator)
        && atMillis >= faultFrom
        && onsetMillis <= faultUntil + ECHO_MILLIS;
  }

  /** What is in flight at a crash is not judged: what is to be found is found so much later. */
  private void found() {
    long since = faultFrom;
    for (long crash : crashes) {
      if (crash > faultFrom && crash < since + mischief.foundMillis) {
        since = crash;
      }
    }
    long until = since + mischief.foundMillis;
    boolean found =
        witness.health.raised().stream()
            .anyMatch(one ->
                mischief.explains(one.route(), one.operator(), darkOperator)
                    && one.atMillis() >= faultFrom
                    && one.atMillis() <= until);
    if (!found && until <= faultUntil + Passcodes.TTL_MILLIS) {
      witness.violated(mischief + " was not alarmed within " + mischief.foundMillis / 1_000 + " s");
    }
  }

  private void arriveInTime() {
    double share = arrived(IN_TIME_MILLIS);
    // What was known against the carrier at a crash has to be found again.
    boolean forgotten =
        mischief == Mischief.LYING_RECEIPTS
            && crashes.stream().anyMatch(at -> at > faultFrom && at < faultUntil);
    if (share < (forgotten ? 0.75 : 0.9)) {
      witness.violated(mischief + ": only " + share + " of all arrived in time");
    }
  }

  /** The share of what was asked for while it lasted that arrived so soon. */
  private double arrived(long withinMillis) {
    int all = 0;
    int good = 0;
    for (Passcode one : passcodes.accepted()) {
      if (one.askedAtMillis >= faultFrom && one.askedAtMillis < faultUntil) {
        all++;
        good += one.arrivedWithin(withinMillis) ? 1 : 0;
      }
    }
    return all == 0 ? 1 : (double) good / all;
  }
}
