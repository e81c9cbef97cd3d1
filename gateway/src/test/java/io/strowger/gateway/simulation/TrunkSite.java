package io.strowger.gateway.simulation;

import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipParser;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.simulator.CallMedia;
import io.strowger.sip.simulator.Delay;
import io.strowger.sip.simulator.PacketlessMedia;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkDialsBuilder;
import io.strowger.sip.simulator.TrunkEngine;
import io.strowger.sip.trunk.TrunkSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's end of one trunk, with a character of its own, and the datagrams to and from it, some
 * of which are lost, doubled or late. It may die and come back without memory of its calls.
 */
final class TrunkSite implements TrunkEngine.Wire {
  static final String HOST = "192.0.2.";

  /** The node's own last octet. */
  static final int OURS = 200;

  private static final String USER = "strowger";
  private static final String FIRST = "first";
  private static final String SECOND = "second";

  /** For a call that is challenged to come again. */
  private static final long AGAIN_MILLIS = 2_000;

  private final String carrier;
  private final String id;
  private final InetSocketAddress address;
  private final Timeline timeline;
  private final SplittableRandom random;
  private final PacketlessMedia media;
  private final TrunkWitness witness;
  private TrunkDials dials;
  private final double lossRatio;

  /** It asks for a credential; later perhaps for the second one. */
  private final boolean challenges;

  /** Calls that were challenged, and have not come again, since when. */
  private final Map<String, Long> challenged = new LinkedHashMap<>();

  private boolean turned;
  private int answeredAfterTurn;
  private boolean faulty;
  private List<CallMedia> lines = new ArrayList<>();
  private @Nullable TrunkDrive node;
  private @Nullable TrunkEngine far;
  private boolean unreachable;
  private long alarm = Long.MAX_VALUE;

  TrunkSite(
      String carrier,
      int host,
      Timeline timeline,
      SplittableRandom random,
      PacketlessMedia media,
      TrunkWitness witness) {
    this.carrier = carrier;
    this.id = carrier + "-" + host;
    this.address = address(host);
    this.timeline = timeline;
    this.random = random;
    this.media = media;
    this.witness = witness;
    lossRatio = random.nextInt(3) == 0 ? 0.08 : 0;
    challenges = random.nextBoolean();
    dials = dials();
    far = begin();
  }

  private static InetSocketAddress address(int octet) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) octet}), 5060);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** One in two has no fault; the others have one or two, and most of their calls meet it. */
  private TrunkDials dials() {
    TrunkDials.Ringing[] kinds = TrunkDials.Ringing.values();
    TrunkDialsBuilder dials =
        TrunkDials.builder()
            .responseDelay(delay(20, 100))
            .ringing(kinds[random.nextInt(kinds.length)])
            .ringingDelay(delay(300, 1_500))
            .reliable(random.nextBoolean())
            .answerDelay(delay(1_500, 5_000))
            .keys("");
    if (challenges) {
      dials.user(USER).password(FIRST);
    }
    faulty = lossRatio > 0 || random.nextBoolean();
    for (int faults = faulty ? 1 + random.nextInt(2) : 0; faults > 0; faults--) {
      double most = random.nextInt(4) == 0 ? 1 : 0.6;
      switch (random.nextInt(8)) {
        case 0, 1 -> dials.silentRatio(most);
        case 2 -> dials.hangUpRatio(most);
        case 3 -> dials.queueRatio(most).queueDelay(delay(15_000, 90_000)).lateAnswer(true);
        case 4 ->
            dials.refuseRatio(most).refuseStatus(List.of(503, 486, 404).get(random.nextInt(3)));
        case 5 -> dials.unansweredRatio(most).noAnswerRatio(0.3);
        case 6 -> dials.ringbackRatio(most / 2).voicemailRatio(most / 2);
        default -> dials.hangUpAfter(Duration.ofSeconds(2 + random.nextInt(15)));
      }
    }
    return dials.build();
  }

  private static Delay delay(long medianMillis, long p95Millis) {
    return new Delay(Duration.ofMillis(medianMillis), Duration.ofMillis(p95Millis));
  }

  private TrunkEngine begin() {
    lines = new ArrayList<>();
    return new TrunkEngine(
        dials,
        this,
        media.desk(lines),
        List.of(Telephony.ENGLISH),
        random.split(),
        0,
        witness::recorded);
  }

  String id() {
    return id;
  }

  String carrier() {
    return carrier;
  }

  /** Whoever can be called is called over it. */
  boolean isFaultless() {
    return !faulty;
  }

  InetSocketAddress address() {
    return address;
  }

  TrunkSettings settings() {
    TrunkSettings known =
        TrunkSettings.of(
            id,
            TrunkSettings.Peer.of(address.getAddress().getHostAddress(), 5060, Transport.UDP),
            TrunkSettings.Caller.of("39029876543"));
    return new TrunkSettings(
        known.id(),
        known.priority(),
        known.peer(),
        List.of(
            new DigestCredentials(USER, FIRST, null), new DigestCredentials(USER, SECOND, null)),
        known.registration(),
        known.caller(),
        known.numbers(),
        known.limits(),
        known.health(),
        known.features(),
        known.media());
  }

  /** From now on this life of the node is its peer. */
  void serves(TrunkDrive living) {
    node = living;
    challenged.clear();
  }

  /** Calls over it that were challenged, without a fault, and never came again. */
  List<String> givenUp() {
    return isFaultless()
        ? challenged.entrySet().stream()
            .filter(one -> timeline.now() - one.getValue() > AGAIN_MILLIS)
            .map(Map.Entry::getKey)
            .toList()
        : List.of();
  }

  /** Answers to calls that the second credential opened. */
  int answeredAfterTurn() {
    return answeredAfterTurn;
  }

  private void turn() {
    turned = true;
    dials = dials.toBuilder().password(SECOND).build();
    TrunkEngine living = far;
    if (living != null) {
      living.dials(dials);
    }
  }

  void planFaults(long withinMillis) {
    if (challenges && random.nextInt(3) > 0) {
      timeline.in(random.nextLong(withinMillis / 2), this::turn);
    }
    if (random.nextInt(4) == 0) {
      faulty = true;
      long at = random.nextLong(withinMillis);
      timeline.in(at, this::die);
      timeline.in(at + random.nextLong(1_000, 30_000), () -> far = begin());
    }
    if (random.nextInt(4) == 0) {
      faulty = true;
      long at = random.nextLong(withinMillis);
      timeline.in(at, () -> unreachable = true);
      timeline.in(at + random.nextLong(500, 8_000), () -> unreachable = false);
    }
  }

  private void die() {
    far = null;
    lines.forEach(PacketlessMedia::cut);
  }

  void poll() {
    TrunkEngine living = far;
    if (living == null) {
      return;
    }
    long next = living.poll(timeline.now());
    if (next < alarm || alarm <= timeline.now()) {
      alarm = next;
      if (next != Long.MAX_VALUE) {
        timeline.at(Math.max(next, timeline.now() + 1), () -> {});
      }
    }
  }

  /** The node sends. */
  void sent(SipMessage message) {
    if (message instanceof SipRequest request
        && request.method().equals("INVITE")
        && request.toTag() == null) {
      TrunkDrive from = node;
      witness.invites(request, id, from == null ? List.of() : from.up());
      challenged.remove(request.callId());
    }
    carry(() -> {
      TrunkEngine living = far;
      if (living != null) {
        living.received(
            again(message), new Flow(Transport.UDP, address, address(OURS), 0), timeline.now());
      }
    });
  }

  private void back(SipMessage message) {
    TrunkDrive to = node;
    if (message instanceof SipResponse answer && answer.status() == 407) {
      challenged.put(answer.callId(), timeline.now());
    } else if (message instanceof SipResponse answer
        && answer.status() == 200
        && answer.cseqMethod().equals("INVITE")
        && turned) {
      answeredAfterTurn++;
    }
    if (to != null) {
      carry(() -> to.received(again(message), new Flow(Transport.UDP, address(OURS), address, 0)));
    }
  }

  private void carry(Runnable arrival) {
    boolean lost = unreachable || (lossRatio > 0 && random.nextDouble() < lossRatio);
    for (int copies = lost ? 0 : random.nextInt(50) == 0 ? 2 : 1; copies > 0; copies--) {
      long delay = random.nextInt(10) == 0 ? random.nextLong(5, 300) : random.nextLong(1, 15);
      timeline.in(delay, arrival);
    }
  }

  /** As on a wire: written, and read again. */
  private static SipMessage again(SipMessage message) {
    if (SipParser.parse(message.encode()) instanceof SipReading.Message(SipMessage read)) {
      return read;
    }
    throw new AssertionError("what is written cannot be read");
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
    return address.getAddress().getHostAddress() + ":5060";
  }
}
