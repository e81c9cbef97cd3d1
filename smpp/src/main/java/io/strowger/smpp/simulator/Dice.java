package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.simulator.SmscReport.Count;
import io.strowger.smpp.text.Concatenation;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of one submit_sm, by the dials and the dice. */
final class Dice {
  private static final int ESME_RINVDSTADR = 0x0B;
  private static final int ESME_RTHROTTLED = 0x58;

  private final RandomGenerator random;
  private final long salt;
  private final Tally tally;
  private final TokenBucket bucket = new TokenBucket();
  private long sinceDisconnect;

  /** What to do with a submission. */
  sealed interface Decision {
    /** With {@code receipt} one follows; for a DROPPED message it lies. */
    record Accept(Fate fate, boolean receipt) implements Decision {}

    record Refuse(int commandStatus) implements Decision {}
  }

  private static final Decision DELIVER = new Decision.Accept(Fate.DELIVERED, true);
  private static final Decision DELIVER_UNTOLD = new Decision.Accept(Fate.DELIVERED, false);
  private static final Decision FAIL = new Decision.Accept(Fate.FAILED, true);
  private static final Decision FAIL_UNTOLD = new Decision.Accept(Fate.FAILED, false);
  private static final Decision DROP = new Decision.Accept(Fate.DROPPED, false);
  private static final Decision DROP_FAKED = new Decision.Accept(Fate.DROPPED, true);

  Dice(RandomGenerator random, Tally tally) {
    this.random = random;
    this.salt = random.nextLong();
    this.tally = tally;
  }

  Decision decide(
      ShortMessage message, @Nullable Concatenation place, Dials dials, long nowMicros) {
    if (!bucket.take(dials.throttleAbove(), nowMicros)) {
      tally.add(Count.THROTTLED);
      return new Decision.Refuse(ESME_RTHROTTLED);
    }
    if (message.destination().value().isEmpty()) {
      return refuse(ESME_RINVDSTADR);
    }
    if (chance(dials.errorRatio())) {
      return refuse(dials.errorStatus());
    }
    if (chance(1 - dials.acceptRatio())) {
      return refuse(dials.refuseStatus());
    }
    return accept(message, place, dials);
  }

  /** True for each n-th submission, whose answer the link does not live to carry. */
  boolean disconnects(Dials dials) {
    if (dials.disconnectEvery() == 0 || ++sinceDisconnect < dials.disconnectEvery()) {
      return false;
    }
    sinceDisconnect = 0;
    return true;
  }

  boolean chance(double share) {
    return share > 0 && (share >= 1 || random.nextDouble() < share);
  }

  long delayMicros(Delay delay) {
    return delay.sampleMicros(random);
  }

  private Decision refuse(int commandStatus) {
    tally.add(Count.REFUSED);
    return new Decision.Refuse(commandStatus);
  }

  private Decision accept(ShortMessage message, @Nullable Concatenation place, Dials dials) {
    double drop = dropRatio(message.destination().value(), dials);
    double fail = dials.failRatio();
    if (place != null && (drop > 0 || fail > 0)) {
      // All parts of a long message share one fate.
      RandomGenerator shared = new SplittableRandom(salt ^ hash(message, place));
      drop = shared.nextDouble() < drop ? 1 : 0;
      fail = shared.nextDouble() < fail ? 1 : 0;
    }
    if (chance(drop)) {
      return dials.receipts() == ReceiptMode.FAKE && wanted(message, Fate.DELIVERED)
          ? DROP_FAKED
          : DROP;
    }
    boolean receipts = dials.receipts() != ReceiptMode.NONE;
    if (chance(fail)) {
      return receipts && wanted(message, Fate.FAILED) ? FAIL : FAIL_UNTOLD;
    }
    return receipts && wanted(message, Fate.DELIVERED) ? DELIVER : DELIVER_UNTOLD;
  }

  /** registered_delivery (SMPP 3.4 section 5.2.17; 3 is SMPP 5.0's success only). */
  private static boolean wanted(ShortMessage message, Fate fate) {
    return switch (message.registeredDelivery() & 0x03) {
      case 1 -> true;
      case 2 -> fate == Fate.FAILED;
      case 3 -> fate == Fate.DELIVERED;
      default -> false;
    };
  }

  private static long hash(ShortMessage message, Concatenation place) {
    return 31L * Objects.hash(message.source(), message.destination()) + place.reference();
  }

  private static double dropRatio(String destination, Dials dials) {
    if (dials.dropByPrefix().isEmpty()) {
      return dials.dropRatio();
    }
    int longest = -1;
    double share = dials.dropRatio();
    for (Map.Entry<String, Double> entry : dials.dropByPrefix().entrySet()) {
      String prefix = entry.getKey();
      if (prefix.length() > longest && destination.startsWith(prefix)) {
        longest = prefix.length();
        share = entry.getValue();
      }
    }
    return share;
  }
}
