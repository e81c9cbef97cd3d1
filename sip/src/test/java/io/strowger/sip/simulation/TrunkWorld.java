package io.strowger.sip.simulation;

import io.strowger.sip.call.CallLimits;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.ApprovalScript;
import io.strowger.sip.prompt.CallScript;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.simulator.CallRecord;
import io.strowger.sip.simulator.PacketlessMedia;
import io.strowger.sip.trunk.CallOrder;
import io.strowger.sip.trunk.SipCarrierSettings;
import io.strowger.sip.trunk.TrunkEngine;
import io.strowger.sip.trunk.TrunkNames;
import io.strowger.sip.trunk.TrunkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** One carrier's trunks and their calls for a while, on one thread, all of it from one seed. */
final class TrunkWorld implements PacketlessMedia.Clock {
  static final PromptPack PACK = pack();

  private static final long START = 1_790_000_000_000L;
  private static final long TRAFFIC_MILLIS = 40_000;
  private static final int ORDERS = 24;
  private static final int POLLS_MAX = 400_000;

  private final SplittableRandom random;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::atMillis).thenComparingLong(Task::order));
  private final CallChecker checker = new CallChecker(this);
  private final PacketlessMedia media;
  private final List<SimulatedSite> sites = new ArrayList<>();
  private final boolean noKeys;
  private TrunkEngine engine;
  private int life;
  private long now = START;
  private long order;
  private long tokens;

  private record Task(long atMillis, long order, Runnable what) {}

  TrunkWorld(long seed) {
    random = new SplittableRandom(seed);
    noKeys = random.nextInt(4) == 0;
    media = new PacketlessMedia(this, checker, random.nextInt(3) == 0 ? 4 : 100);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      sites.add(new SimulatedSite(this, media, random.split(), i + 1, noKeys, checker));
    }
    engine = start();
  }

  private static PromptPack pack() {
    try {
      return PromptPack.builtIn("en");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TrunkEngine start() {
    int mine = ++life;
    List<TrunkSettings> trunks = new ArrayList<>();
    for (SimulatedSite site : sites) {
      site.connect(() -> mine == life ? engine : null);
      trunks.add(site.settings(noKeys));
    }
    TrunkNames none = (_, _) -> {};
    return new TrunkEngine(
        new SipCarrierSettings("alpha", trunks),
        new SimulatedSite.Network(sites, () -> mine == life),
        media,
        none,
        checker.of(mine, () -> life),
        () -> "token" + ++tokens + "x" + Long.toUnsignedString(random.nextLong(), 36));
  }

  CallChecker checker() {
    return checker;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public void in(long millis, Runnable what) {
    tasks.add(new Task(now + Math.max(0, millis), ++order, what));
  }

  void run() {
    for (int i = 0; i < ORDERS; i++) {
      int n = i;
      in(random.nextLong(TRAFFIC_MILLIS), () -> place(n));
    }
    sites.forEach(site -> site.planFaults(TRAFFIC_MILLIS));
    if (random.nextInt(4) == 0) {
      in(random.nextLong(5_000, TRAFFIC_MILLIS), this::restart);
    }
    // The last deadline, and as long as anything may be remembered of a call.
    pass(TRAFFIC_MILLIS + 70_000 + 130_000);
    checker.over(engine, media.open());
    for (SimulatedSite site : sites) {
      checker.leftAt(site.id(), site.open());
    }
  }

  private void pass(long millis) {
    long end = now + millis;
    for (int polls = 0; now < end; polls++) {
      if (polls > POLLS_MAX) {
        throw new AssertionError("it never comes to rest");
      }
      long next = Math.min(end, engine.poll(now));
      for (SimulatedSite site : sites) {
        next = Math.min(next, site.poll());
      }
      Task first = tasks.peek();
      if (first != null && first.atMillis() <= Math.max(next, now)) {
        tasks.remove();
        now = Math.max(now, first.atMillis());
        first.what().run();
      } else {
        now = Math.max(now, next);
      }
    }
  }

  private void restart() {
    checker.died();
    engine = start();
  }

  private void place(int n) {
    CallScript script =
        random.nextInt(3) == 0
            ? new ApprovalScript('1', '2', '9')
            : new CodeScript("" + (100_000 + n * 37_003 % 900_000), random.nextInt(4) == 0, '1', 1);
    long deadline = now + random.nextLong(6_000, 70_000);
    String reference = "r" + n;
    CallOrder wanted =
        new CallOrder(
            reference,
            "39340123450" + random.nextInt(8),
            script,
            PACK,
            deadline - 6_000,
            deadline,
            new CallLimits(2_500, 10_000, random.nextLong(3_000, 25_000), 60_000));
    checker.placed(wanted);
    engine.place(wanted);
    if (random.nextInt(8) == 0) {
      in(random.nextLong(20_000), () -> engine.hangUp(reference, "taken back"));
    }
  }

  /** Where a message over this transport comes from, as our sockets would say it. */
  static Flow flow(Transport transport, int site, long connection) {
    return new Flow(transport, SimulatedSite.OURS, SimulatedSite.address(site), connection);
  }

  boolean noKeys() {
    return noKeys;
  }

  /** A call that a trunk has put away. */
  interface Recorder {
    void recorded(String trunk, CallRecord call);

    /** The trunk died, and what was heard there will not be told. */
    void lost(String trunk);
  }
}
