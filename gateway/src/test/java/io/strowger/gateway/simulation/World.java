package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A gateway, its carriers and its clients for a while, all of it drawn from one seed. */
final class World {
  private static final long START = 1_790_000_000_000L;
  private static final long TRAFFIC_MILLIS = 15_000;
  private static final long BUSY_MILLIS = TRAFFIC_MILLIS + Traffic.MAX_TTL_MILLIS + 20_000;
  private static final long FINISH_MILLIS = 60_000;
  private static final int FINISHES_MAX = 10;
  private static final int PUMPING_ONE_IN = 8;
  private static final int TRUNKS_ONE_IN = 5;

  private final SplittableRandom random;
  private final Timeline timeline = new Timeline(START);
  private final Witness witness = new Witness(timeline::now);
  private final List<SimulatedCarrier> carriers = new ArrayList<>();
  private final @Nullable Telephony telephony;
  private final SimulatedEsme esme;
  private final RouteTable routes;
  private MemoryStore disk = new MemoryStore(timeline::now);
  private WitnessedStore store;
  private @Nullable Node node;
  private final Traffic traffic;
  private final SimulatedReceiver receiver;
  private long horizon = START + BUSY_MILLIS;
  private long busyUntil = horizon;
  private int crashes;

  World(long seed) {
    random = new SplittableRandom(seed);
    int count = 1 + random.nextInt(3);
    List<RouteTable.Member> members = new ArrayList<>();
    boolean weighted = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      String id = List.of("alpha", "beta", "gamma").get(i);
      carriers.add(new SimulatedCarrier(id, random.split(), timeline, witness));
      members.add(new RouteTable.Member(id, weighted ? 1 + random.nextInt(9) : null, null));
    }
    telephony =
        random.nextInt(TRUNKS_ONE_IN) == 0
            ? new Telephony(timeline, random.split(), witness)
            : null;
    esme = new SimulatedEsme(timeline, random.split(), witness);
    List<RouteTable.Member> calling =
        (telephony == null ? SimulatedTrunk.CARRIERS : telephony.carriers())
            .stream().map(id -> new RouteTable.Member(id, null, null)).toList();
    routes = new RouteTable(List.of(new RouteTable.Entry("+39", members, calling)));
    receiver = new SimulatedReceiver(timeline, random.split(), witness);
    traffic =
        new Traffic(
            timeline,
            random.split(),
            witness,
            esme,
            new Traffic.Site() {
              @Override
              public @Nullable Node node() {
                return node;
              }

              @Override
              public boolean diskFull() {
                return store.fullRatio > 0;
              }
            });
    store = witnessed(disk);
  }

  Witness witness() {
    return witness;
  }

  int crashes() {
    return crashes;
  }

  void run() {
    start();
    traffic.plan(TRAFFIC_MILLIS);
    planFaults();
    if (telephony != null) {
      planCalls(telephony);
    } else if (random.nextInt(3) == 0) {
      traffic.planApprovals(TRAFFIC_MILLIS);
    }
    if (random.nextInt(PUMPING_ONE_IN) == 0) {
      planPumping();
    }
    timeline.in(1, this::tick);
    for (int finishes = 0; finishes < FINISHES_MAX; finishes++) {
      while (timeline.next(horizon)) {
        settle();
      }
      if (witness.notices.isComplete()) {
        break;
      }
      horizon += FINISH_MILLIS;
    }
    witness.judge();
  }

  private WitnessedStore witnessed(MemoryStore disk) {
    return new WitnessedStore(disk, witness, random.split());
  }

  private void start() {
    Node started =
        new Node(
            timeline,
            random.split(),
            carriers,
            telephony,
            routes,
            Node.Bounds.TIGHT,
            store,
            receiver,
            witness);
    node = started;
    esme.serves(started.esmes, Node.LISTENER);
  }

  private void tick() {
    // Once nothing new is asked, what is left has time.
    int most =
        timeline.now() < START + TRAFFIC_MILLIS
            ? 15
            : timeline.now() < busyUntil ? 60 : telephony == null ? 1_500 : 300;
    timeline.in(1 + random.nextInt(most), this::tick);
  }

  private void settle() {
    if (telephony != null) {
      telephony.poll();
    }
    for (SimulatedCarrier carrier : carriers) {
      carrier.smsc.poll(timeline.now() * 1_000);
    }
    Node living = node;
    if (living == null) {
      return;
    }
    try {
      living.settle();
    } catch (WitnessedStore.PowerLost | StoreFailedException e) {
      crash(living);
    }
  }

  private void crash(Node living) {
    crashes++;
    living.crash();
    node = null;
    esme.serves(null, null);
    witness.crashed();
    disk = disk.crash();
    store = witnessed(disk);
    // Now and then nobody comes to switch it on before every deadline has passed.
    long away = random.nextInt(10) == 0 ? 3_600_000 : random.nextLong(50, 4_000);
    busyUntil = Math.max(busyUntil, timeline.now() + away + BUSY_MILLIS - TRAFFIC_MILLIS);
    horizon = Math.max(horizon, busyUntil);
    timeline.in(away, this::start);
  }

  /** Calls take longer than texts, and numbers that were called have to wait. */
  private void planCalls(Telephony telephony) {
    traffic.planCalls(TRAFFIC_MILLIS);
    telephony.planFaults(2 * TRAFFIC_MILLIS);
    horizon = Math.max(horizon, START + TRAFFIC_MILLIS + Traffic.CALL_TTL_MILLIS + 20_000);
  }

  /** Pumped numbers are blocked for five minutes; the node may die before they are over. */
  private void planPumping() {
    traffic.planPumping(TRAFFIC_MILLIS);
    horizon = Math.max(horizon, START + Traffic.PUMPING_OVER_MILLIS + 2 * Traffic.MAX_TTL_MILLIS);
    if (random.nextBoolean()) {
      timeline.in(random.nextLong(65_000, 200_000), () -> store.losePower = true);
    }
  }

  private void planFaults() {
    timeline.in(TRAFFIC_MILLIS, esme::calmDown);
    timeline.in(TRAFFIC_MILLIS, receiver::lives);
    if (random.nextInt(3) == 0) {
      timeline.in(random.nextLong(TRAFFIC_MILLIS), receiver::dies);
    }
    for (SimulatedCarrier carrier : carriers) {
      for (int i = random.nextInt(4); i > 0; i--) {
        timeline.in(random.nextLong(TRAFFIC_MILLIS), carrier::changeItsMind);
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        timeline.in(random.nextLong(TRAFFIC_MILLIS), carrier.smsc::cutLinks);
        timeline.in(random.nextLong(TRAFFIC_MILLIS), carrier.smsc::restoreLinks);
      }
      timeline.in(TRAFFIC_MILLIS, carrier::recover);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      timeline.in(random.nextLong(TRAFFIC_MILLIS), () -> store.losePower = true);
    }
    if (random.nextInt(3) == 0) {
      long from = random.nextLong(TRAFFIC_MILLIS);
      timeline.in(
          from,
          () -> {
            store.fullRatio = 0.7;
            witness.approvals.diskIsFull();
          });
      timeline.in(from + random.nextLong(3_000), () -> store.fullRatio = 0);
    }
  }
}
