package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.simulation.Witness.Asked;
import io.strowger.gateway.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A gateway, its carriers and its clients for a while, all of it drawn from one seed. */
final class World {
  private static final long START = 1_790_000_000_000L;
  private static final long TRAFFIC_MILLIS = 15_000;
  private static final long MAX_TTL_MILLIS = 25_000;

  private final SplittableRandom random;
  private final Timeline timeline = new Timeline(START);
  private final Witness witness = new Witness();
  private final List<SimulatedCarrier> carriers = new ArrayList<>();
  private final SimulatedEsme esme;
  private final RouteChooser chooser;
  private MemoryStore disk = new MemoryStore(timeline::now);
  private WitnessedStore store;
  private @Nullable Node node;
  private long horizon = START + TRAFFIC_MILLIS + MAX_TTL_MILLIS + 20_000;
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
    esme = new SimulatedEsme(timeline, random.split(), witness);
    chooser =
        new RouteChooser(new RouteTable(List.of(new RouteTable.Entry("+39", members, List.of()))));
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
    planTraffic();
    planFaults();
    timeline.in(1, this::tick);
    while (timeline.next(horizon)) {
      settle();
    }
    witness.judge();
  }

  private WitnessedStore witnessed(MemoryStore disk) {
    return new WitnessedStore(disk, witness, random.split());
  }

  private void start() {
    Node started = new Node(timeline, random.split(), carriers, chooser, store, witness);
    node = started;
    esme.serves(started.esmes, Node.LISTENER);
  }

  private void tick() {
    timeline.in(1 + random.nextInt(15), this::tick);
  }

  private void settle() {
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
    esme.serves(null, null);
    node = null;
    disk = disk.crash();
    store = witnessed(disk);
    // Now and then nobody comes to switch it on before every deadline has passed.
    long away = random.nextInt(10) == 0 ? 3_600_000 : random.nextLong(50, 4_000);
    horizon = Math.max(horizon, timeline.now() + away + MAX_TTL_MILLIS + 20_000);
    timeline.in(away, this::start);
  }

  private void planTraffic() {
    int messages = 30 + random.nextInt(60);
    for (int i = 0; i < messages; i++) {
      int index = i;
      timeline.in(random.nextLong(TRAFFIC_MILLIS), () -> ask(index));
    }
  }

  private void ask(int index) {
    Node living = node;
    if (living == null) {
      return;
    }
    String to = "+39347" + (1_000_000 + index);
    String text = "Your code is " + (100_000 + random.nextInt(900_000)) + " #" + index;
    text +=
        switch (random.nextInt(8)) {
          case 0 -> " 🔑 chiave";
          case 1 -> " [€] and a long tail".repeat(1 + random.nextInt(18));
          default -> "";
        };
    long ttl = random.nextLong(1_000, MAX_TTL_MILLIS);
    witness.asks(new Asked(to, text, ttl));
    boolean plain = text.chars().allMatch(c -> c < 0x7F) && text.length() < 160;
    if (plain && random.nextInt(3) == 0) {
      esme.submit(to, text, ttl);
      return;
    }
    boolean taken =
        living.dispatcher.submit(
            new MessageDraft(
                "idp",
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
                ttl),
            reply -> answered(to, reply));
    if (!taken) {
      witness.refused();
    }
  }

  private void answered(String to, Reply reply) {
    switch (reply) {
      case Reply.Accepted(var message) ->
          witness.promises(
              to, new Witness.Promised(message.id(), message.spec().expiresAtMillis()));
      case Reply.Refused _ -> witness.refused();
      default -> witness.violated(to + ": answered " + reply);
    }
  }

  private void planFaults() {
    timeline.in(TRAFFIC_MILLIS, esme::calmDown);
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
      timeline.in(from, () -> store.fullRatio = 0.7);
      timeline.in(from + random.nextLong(3_000), () -> store.fullRatio = 0);
    }
  }
}
