package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.store.MemoryStore;
import io.strowger.smpp.simulator.Delay;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.ReceiptMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with steady traffic over carriers that deliver, until one of them swallows what it
 * takes, all of it or what goes to one operator, and later delivers again. Drawn from one seed.
 */
final class SilentWorld {
  /** What befalls the carriers. */
  enum Fault {
    /** From the very first message. */
    DEAD_FROM_THE_START,
    PREFERRED_SILENT,
    OPERATOR_DARK,
    EVERY_CARRIER_SILENT,
    /** Receipts come twice, late, and say failure now and then: nothing is swallowed. */
    ODD_RECEIPTS
  }

  private static final long START = 1_790_000_000_000L;
  private static final long HEALTHY_MILLIS = 240_000;
  private static final long FAULT_MILLIS = 190_000;
  private static final long AFTER_MILLIS = 60_000;
  private static final long TTL_MILLIS = 120_000;
  private static final long IN_TIME_MILLIS = 60_000;

  /**
   * A silent carrier with all of three messages a second must be left by then. In its first ten
   * minutes a carrier may be one that sends receipts once a minute, and is waited for.
   */
  private static final long FOUND_MILLIS = 125_000;

  /** An operator with a quarter of them. */
  private static final long OPERATOR_FOUND_MILLIS = 180_000;

  /** Evidence of a fault that is over may still come in. */
  private static final long ECHO_MILLIS = 90_000;

  private static final int ACCOUNTS = 40;
  private static final int OPERATORS = 4;

  private record Asked(String to, long atMillis) {}

  final Fault fault;
  private final SplittableRandom random;
  private final Timeline timeline = new Timeline(START);
  private final Witness witness = new Witness(timeline::now);
  private final List<SimulatedCarrier> carriers = new ArrayList<>();
  private final RouteTable routes;
  private final List<Asked> accepted = new ArrayList<>();
  private final Map<String, Long> arrived = new HashMap<>();
  private final String darkOperator;
  private final boolean restarts;
  private final long gapMillis;
  private MemoryStore disk = new MemoryStore(timeline::now);
  private @Nullable Node node;
  private long faultFrom;
  private long faultUntil;
  private int numbers;
  private long smscAlarm;
  private int resentBefore;
  private int acceptedBefore;

  SilentWorld(long seed) {
    random = new SplittableRandom(seed);
    fault = Fault.values()[(int) Math.floorMod(seed, (long) Fault.values().length)];
    List<RouteTable.Member> members = new ArrayList<>();
    for (String id : List.of("alpha", "beta").subList(0, 2)) {
      SimulatedCarrier carrier = new SimulatedCarrier(id, random.split(), timeline, witness);
      carrier.smsc.dials(
          carrier.smsc.dials().toBuilder()
              .responseDelay(delay(20))
              .receiptDelay(delay(1_000 + random.nextInt(3_000)))
              .build());
      carriers.add(carrier);
      members.add(new RouteTable.Member(id, null, null));
    }
    routes = new RouteTable(List.of(new RouteTable.Entry("+39", members, List.of())));
    darkOperator = "+393" + random.nextInt(OPERATORS);
    restarts = random.nextBoolean();
    gapMillis = 250L + random.nextInt(200);
    witness.onArrival((to, _) -> arrived.putIfAbsent(to, timeline.now()));
  }

  private static Delay delay(long medianMillis) {
    return new Delay(Duration.ofMillis(medianMillis), Duration.ofMillis(medianMillis * 4));
  }

  Witness witness() {
    return witness;
  }

  void run() {
    start();
    boolean atOnce = fault == Fault.DEAD_FROM_THE_START;
    faultFrom = START + (atOnce ? 0 : HEALTHY_MILLIS);
    faultUntil = faultFrom + FAULT_MILLIS;
    long end = faultUntil + AFTER_MILLIS;
    timeline.at(faultFrom, this::begins);
    timeline.at(faultUntil, this::ends);
    if (restarts && !atOnce) {
      timeline.at(faultFrom - 20_000, this::restart);
    }
    ask(end);
    tick();
    while (timeline.next(end + TTL_MILLIS + 20_000)) {
      settle();
    }
    witness.judge();
    judge();
  }

  private void start() {
    node =
        new Node(
            timeline,
            random.split(),
            carriers,
            routes,
            Node.Bounds.USUAL,
            new WitnessedStore(disk, witness, random.split()),
            new SimulatedReceiver(timeline, random.split(), witness),
            witness);
  }

  private void restart() {
    Node before = node;
    if (before != null) {
      before.crash();
      witness.crashed();
      disk = disk.crash();
      node = null;
      timeline.in(500, this::start);
    }
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
    if (node != null) {
      try {
        node.settle();
      } catch (StoreFailedException e) {
        throw new AssertionError(e);
      }
    }
    if (witness.health.left() >= carriers.size()) {
      witness.violated("the last carrier was left");
    }
  }

  private void ask(long until) {
    if (timeline.now() >= until) {
      return;
    }
    timeline.in(1 + random.nextLong(2 * gapMillis), () -> ask(until));
    Node living = node;
    if (living == null) {
      return;
    }
    String to = "+393" + random.nextInt(OPERATORS) + (1_000_000 + numbers++);
    String text = "Your code is " + (100_000 + random.nextInt(900_000));
    long at = timeline.now();
    witness.asks(new Witness.Asked(to, text, TTL_MILLIS));
    MessageDraft draft =
        new MessageDraft(
            "tenant" + random.nextInt(ACCOUNTS),
            new PhoneNumber(to),
            new Secret(text),
            null,
            null,
            null,
            null,
            null,
            0,
            List.of(Channel.SMS),
            null,
            List.of(),
            TTL_MILLIS);
    var _ =
        living.dispatcher.submit(
            draft,
            reply -> {
              if (reply instanceof Reply.Accepted(var message)) {
                accepted.add(new Asked(to, at));
                witness.promises(
                    to, new Witness.Promised(message.id(), message.spec().expiresAtMillis()));
              }
            });
  }

  private void begins() {
    resentBefore = witness.health.resent();
    acceptedBefore = accepted.size();
    switch (fault) {
      case DEAD_FROM_THE_START, PREFERRED_SILENT -> turn(carriers.getFirst(), SilentWorld::silent);
      case OPERATOR_DARK ->
          turn(
              carriers.getFirst(),
              dials -> dials.dropByPrefix(Map.of(darkOperator.substring(1), 1.0)));
      case EVERY_CARRIER_SILENT -> carriers.forEach(carrier -> turn(carrier, SilentWorld::silent));
      case ODD_RECEIPTS ->
          carriers.forEach(carrier ->
              turn(
                  carrier,
                  dials ->
                      dials
                          .duplicateRatio(0.5)
                          .failRatio(0.02)
                          .receiptBeforeResponse(true)
                          .receipts(ReceiptMode.TRUE)));
    }
  }

  private static Dials.Builder silent(Dials.Builder dials) {
    return dials.dropRatio(1);
  }

  private static void turn(SimulatedCarrier carrier, UnaryOperator<Dials.Builder> how) {
    carrier.smsc.dials(how.apply(carrier.smsc.dials().toBuilder()).build());
  }

  private void ends() {
    carriers.forEach(
        carrier -> turn(carrier, dials -> dials.dropRatio(0).dropByPrefix(Map.of()).failRatio(0)));
  }

  private void judge() {
    for (HealthChange change : witness.health.opened()) {
      if (change.cause() != Cause.EXPLICIT_FAULT && !isExplained(change)) {
        witness.violated("left without a reason: " + change);
      }
    }
    if (resentBefore > 100 + 0.15 * acceptedBefore) {
      witness.violated(resentBefore + " second copies of " + acceptedBefore + " messages");
    }
    switch (fault) {
      case DEAD_FROM_THE_START -> arriveInTime(IN_TIME_MILLIS);
      case PREFERRED_SILENT -> {
        found("", FOUND_MILLIS);
        arriveInTime(IN_TIME_MILLIS);
      }
      case OPERATOR_DARK -> {
        found(darkOperator, OPERATOR_FOUND_MILLIS);
        arriveInTime(IN_TIME_MILLIS);
      }
      case EVERY_CARRIER_SILENT, ODD_RECEIPTS -> {}
    }
  }

  private boolean isExplained(HealthChange change) {
    boolean during =
        change.atMillis() >= faultFrom && change.atMillis() <= faultUntil + ECHO_MILLIS;
    boolean alpha = change.route().equals("alpha");
    return during
        && switch (fault) {
          case DEAD_FROM_THE_START, PREFERRED_SILENT -> alpha;
          case OPERATOR_DARK ->
              alpha && (change.operator().isEmpty() || change.operator().equals(darkOperator));
          case EVERY_CARRIER_SILENT -> true;
          case ODD_RECEIPTS -> false;
        };
  }

  private void found(String operator, long within) {
    boolean found =
        witness.health.opened().stream()
            .anyMatch(change ->
                change.route().equals("alpha")
                    && (change.operator().isEmpty() || change.operator().equals(operator))
                    && change.atMillis() >= faultFrom
                    && change.atMillis() <= faultFrom + within);
    if (!found) {
      witness.violated(fault + " was not found within " + within / 1_000 + " s");
    }
  }

  private void arriveInTime(long limit) {
    int all = 0;
    int good = 0;
    for (Asked one : accepted) {
      if (one.atMillis() >= faultFrom && one.atMillis() < faultUntil) {
        all++;
        Long at = arrived.get(one.to());
        good += at != null && at - one.atMillis() <= limit ? 1 : 0;
      }
    }
    if (10 * good < 9 * all) {
      witness.violated(fault + ": only " + good + " of " + all + " arrived in time");
    }
  }
}
