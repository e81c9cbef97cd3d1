package io.strowger.sip.simulation;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipParser;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.simulator.CallMedia;
import io.strowger.sip.simulator.Delay;
import io.strowger.sip.simulator.PacketlessMedia;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkEngine;
import io.strowger.sip.simulator.TrunkReport;
import io.strowger.sip.trunk.TrunkNetwork;
import io.strowger.sip.trunk.TrunkSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One trunk's far end and the network to it: datagrams are lost, doubled and overtake each other;
 * streams keep their order until they are reset; the site dies and comes back without memory.
 */
final class SimulatedSite implements TrunkEngine.Wire {
  static final InetSocketAddress OURS = address(200);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final TrunkWorld world;
  private final PacketlessMedia media;
  private final SplittableRandom random;
  private final int number;
  private final Transport transport;
  private final TrunkDials dials;
  private final TrunkWorld.Recorder recorder;
  private final double lossRatio;
  private List<CallMedia> lines = new ArrayList<>();
  private Supplier<io.strowger.sip.trunk.@Nullable TrunkEngine> ours = () -> null;
  private @Nullable TrunkEngine far;
  private boolean unreachable;
  private long connection = 1;
  private long arrivesAtMillis;

  SimulatedSite(
      TrunkWorld world,
      PacketlessMedia media,
      SplittableRandom random,
      int number,
      boolean noKeys,
      TrunkWorld.Recorder recorder) {
    this.world = world;
    this.media = media;
    this.random = random;
    this.number = number;
    this.recorder = recorder;
    transport = random.nextInt(3) == 0 ? Transport.TCP : Transport.UDP;
    lossRatio = transport == Transport.UDP && random.nextBoolean() ? 0.08 : 0;
    dials = dials(random, noKeys);
    far = begin();
  }

  private TrunkEngine begin() {
    lines = new ArrayList<>();
    return new TrunkEngine(
        dials,
        this,
        media.desk(lines),
        List.of(TrunkWorld.PACK),
        random.split(),
        0,
        call -> recorder.recorded(id(), call));
  }

  private static TrunkDials dials(SplittableRandom random, boolean noKeys) {
    TrunkDials.Ringing[] kinds = TrunkDials.Ringing.values();
    return TrunkDials.builder()
        .unansweredRatio(random.nextInt(3) == 0 ? 0.3 : 0)
        .responseDelay(new Delay(SHORT, Duration.ofMillis(200)))
        .refuseRatio(random.nextInt(3) == 0 ? 0.3 : 0)
        .refuseStatus(List.of(404, 480, 486, 503, 603, 500).get(random.nextInt(6)))
        .ringing(kinds[random.nextInt(kinds.length)])
        .ringingDelay(new Delay(Duration.ofMillis(300), Duration.ofMillis(4_000)))
        .reliable(random.nextBoolean())
        .answerDelay(new Delay(Duration.ofMillis(2_000), Duration.ofMillis(15_000)))
        .noAnswerRatio(random.nextInt(3) == 0 ? 0.2 : 0)
        .queueRatio(random.nextInt(3) == 0 ? 0.3 : 0)
        .queueDelay(new Delay(Duration.ofSeconds(15), Duration.ofSeconds(90)))
        .lateAnswer(random.nextInt(3) == 0)
        .silentRatio(random.nextInt(2) == 0 ? 0.3 : 0)
        .hangUpRatio(random.nextInt(3) == 0 ? 0.2 : 0)
        .ringbackRatio(random.nextInt(3) == 0 ? 0.2 : 0)
        .voicemailRatio(random.nextInt(3) == 0 ? 0.2 : 0)
        .keys(noKeys ? "" : List.of("", "1", "2", "9", "51").get(random.nextInt(5)))
        .keyDelay(new Delay(Duration.ofMillis(3_000), Duration.ofMillis(15_000)))
        .keyMode(random.nextBoolean() ? TrunkDials.KeyMode.EVENTS : TrunkDials.KeyMode.INFO)
        .hangUpAfter(Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(3, 30) : 0))
        .build();
  }

  String id() {
    return "t" + number;
  }

  static InetSocketAddress address(int octet) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) octet}), 5060);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  TrunkSettings settings(boolean quiet) {
    TrunkSettings plain =
        TrunkSettings.of(
            id(),
            TrunkSettings.Peer.of("192.0.2." + number, 5060, transport),
            TrunkSettings.Caller.of("39029876543"));
    return new TrunkSettings(
        id(),
        number % 2,
        plain.peer(),
        List.of(),
        null,
        plain.caller(),
        plain.numbers(),
        new TrunkSettings.Limits(quiet ? 3 : 20, 5),
        quiet ? new TrunkSettings.Health(3, 2, 0, 5_000, 4_000) : TrunkSettings.Health.DEFAULT,
        plain.features(),
        plain.media());
  }

  void connect(Supplier<io.strowger.sip.trunk.@Nullable TrunkEngine> engine) {
    ours = engine;
  }

  long poll() {
    TrunkEngine living = far;
    return living == null ? Long.MAX_VALUE : living.poll(world.now());
  }

  void planFaults(long within) {
    if (random.nextInt(2) == 0) {
      long at = random.nextLong(within);
      world.in(at, this::die);
      world.in(at + random.nextLong(1_000, 30_000), this::comeBack);
    }
    if (transport == Transport.TCP && random.nextInt(2) == 0) {
      world.in(random.nextLong(within), this::reset);
    }
    if (random.nextInt(3) == 0) {
      long at = random.nextLong(within);
      world.in(at, () -> unreachable = true);
      world.in(at + random.nextLong(500, 8_000), () -> unreachable = false);
    }
  }

  /** Calls that go on there although nobody is in them any more. */
  long open() {
    TrunkEngine living = far;
    return living == null ? 0 : living.report(0, false).count(TrunkReport.Count.CALLS);
  }

  private void die() {
    far = null;
    lines.forEach(PacketlessMedia::cut);
    recorder.lost(id());
    if (transport == Transport.TCP) {
      reset();
    }
  }

  private void comeBack() {
    far = begin();
  }

  private void reset() {
    Flow ended = TrunkWorld.flow(Transport.TCP, number, connection++);
    io.strowger.sip.trunk.TrunkEngine engine = ours.get();
    if (engine != null) {
      engine.closed(ended, "connection reset");
    }
  }

  private long delay() {
    return random.nextInt(10) == 0 ? random.nextLong(5, 300) : random.nextLong(1, 15);
  }

  private boolean lost() {
    return unreachable || (lossRatio > 0 && random.nextDouble() < lossRatio);
  }

  private static SipMessage again(SipMessage message) {
    // As on a wire: written, and read again.
    if (SipParser.parse(message.encode()) instanceof SipReading.Message(SipMessage read)) {
      return read;
    }
    throw new AssertionError("what we write cannot be read: " + message.encode().length);
  }

  /** From us to the site. */
  private void sent(SipMessage message) {
    if (transport == Transport.TCP) {
      if (far == null || unreachable) {
        world.in(
            delay(),
            () -> {
              io.strowger.sip.trunk.TrunkEngine engine = ours.get();
              if (engine != null) {
                engine.sendFailed(message, "connection refused");
              }
            });
        return;
      }
      arrivesAtMillis = Math.max(arrivesAtMillis, world.now() + delay());
      world.in(arrivesAtMillis - world.now(), () -> arrived(message));
      return;
    }
    for (int copies = lost() ? 0 : random.nextInt(50) == 0 ? 2 : 1; copies > 0; copies--) {
      world.in(delay(), () -> arrived(message));
    }
  }

  private void arrived(SipMessage message) {
    TrunkEngine living = far;
    if (living != null) {
      Flow flow = new Flow(transport, address(number), OURS, connection);
      living.received(again(message), flow, world.now());
    }
  }

  /** From the site to us. */
  private void back(SipMessage message) {
    long sentOver = connection;
    if (transport == Transport.TCP) {
      arrivesAtMillis = Math.max(arrivesAtMillis, world.now() + delay());
      world.in(arrivesAtMillis - world.now(), () -> reached(message, sentOver));
      return;
    }
    for (int copies = lost() ? 0 : random.nextInt(50) == 0 ? 2 : 1; copies > 0; copies--) {
      world.in(delay(), () -> reached(message, 0));
    }
  }

  private void reached(SipMessage message, long sentOver) {
    io.strowger.sip.trunk.TrunkEngine engine = ours.get();
    if (engine != null && (transport == Transport.UDP || sentOver == connection)) {
      engine.received(
          new SipReading.Message(again(message)), TrunkWorld.flow(transport, number, sentOver));
    }
  }

  @Override
  public void send(SipMessage message, Target target) {
    back(message);
  }

  @Override
  public void send(SipMessage message, Flow flow) {
    back(message);
  }

  @Override
  public String contact(Flow flow) {
    return "192.0.2." + number + ":5060";
  }

  /** Our side of all sites. */
  record Network(List<SimulatedSite> sites, BooleanSupplier alive) implements TrunkNetwork {
    @Override
    public void send(SipMessage message, Target target) {
      to(message, target.address());
    }

    @Override
    public void send(SipMessage message, Flow flow) {
      to(message, flow.remote());
    }

    private void to(SipMessage message, InetSocketAddress address) {
      for (SimulatedSite site : sites) {
        if (alive.getAsBoolean() && address(site.number).equals(address)) {
          site.sent(message);
        }
      }
    }

    @Override
    public String localAddress(Target target) {
      return "192.0.2.200:5060";
    }
  }
}
