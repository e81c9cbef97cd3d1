package io.strowger.gateway.simulation;

import io.strowger.smpp.simulator.Delay;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.ReceiptMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What befalls the carriers of a {@link SilentWorld}, and what is promised then, at two to four
 * messages a second. The first carrier is the preferred one.
 *
 * <p>A route's first ten minutes are its youth: its carrier may be one that sends receipts once a
 * minute, and is waited for. So what is found within seconds later takes two minutes here.
 */
enum Mischief {
  /** The preferred carrier swallows everything, from the very first message. */
  DEAD_FROM_THE_START(145, true),
  PREFERRED_SILENT(125, true),
  /** The preferred carrier loses every second message. */
  HALF_LOST(180, true),
  /** The preferred carrier delivers nothing to one operator in four. */
  OPERATOR_DARK(180, true),
  EVERY_CARRIER_SILENT(180, false),
  /** Receipts come twice, before their answers, and say failure now and then. */
  ODD_RECEIPTS(0, true),
  /** Swallowed, and told as delivered: only the codes that are not verified tell. */
  LYING_RECEIPTS(100, true),
  /** Receipts come two days later. Messages arrive; without other witnesses that is a drop. */
  LATE_RECEIPTS(125, true),
  /**
   * The clock on the wall leaps by up to an hour, the gateway restarts, and later the preferred
   * carrier swallows everything while the clock leaps on.
   */
  CLOCK_LEAPS(145, true),
  /** One account sends far more than all others, to numbers that nobody has. */
  HAMMERED_NUMBERS(0, true),
  /** Two receipts of three name another message; nothing is lost. */
  MISNAMED_RECEIPTS(0, true),
  /** The preferred carrier stays bound, and answers no submit. */
  NO_RESPONSES(30, true),
  /** The preferred carrier hangs up, and refuses the credential that it took until then. */
  CREDENTIAL_REFUSED(30, true),
  /** What one account of many sends goes to numbers that nobody has, and expires. */
  FAILING_ACCOUNT(0, true),
  /** Receipts of the preferred carrier stop; messages arrive, and canaries come back. */
  RECEIPTS_STOP(150, true),
  /**
   * Swallowed, and told as delivered; nobody tells of codes, but no canary comes back, of which one
   * is sent each 20 s.
   */
  LIES_AGAINST_CANARIES(110, true);

  /** The account of which everything fails. */
  static final String FAILING = "tenant7";

  /** A time to live, and then about as many failures as no chance explains. */
  static final long FAILING_FOUND_MILLIS = Passcodes.TTL_MILLIS + 90_000;

  /** The account that hammers. */
  static final String ADVERSARY = "adversary";

  private static final Delay SOON = new Delay(Duration.ofMillis(400), Duration.ofMillis(1_200));

  static final long LATE_MILLIS = Duration.ofDays(2).toMillis();

  /** Within this time it is alarmed; 0 when nothing may be. */
  final long foundMillis;

  /** Nine of ten passcodes that are asked for meanwhile arrive within a minute. */
  final boolean mostArrive;

  Mischief(long foundSeconds, boolean mostArrive) {
    this.foundMillis = foundSeconds * 1_000;
    this.mostArrive = mostArrive;
  }

  /**
   * Whether the route's level may be called poor, also later. Where one account was the first to
   * send, its numbers are all that is known of a cell; and half a loss of a young route that was
   * not known for long may be taken for how it is.
   */
  boolean makesPoor(String route) {
    return this == HAMMERED_NUMBERS || (this == HALF_LOST && route.equals(SilentWorld.PREFERRED));
  }

  /** One after the other. */
  static Mischief of(long seed) {
    List<Mischief> all = List.of(values());
    return all.get((int) Math.floorMod(seed, (long) all.size()));
  }

  /** The life lasts until the route is back. */
  boolean isRecoverySeen() {
    return this == DEAD_FROM_THE_START || this == PREFERRED_SILENT || this == HALF_LOST;
  }

  boolean hasCanaries() {
    return this == RECEIPTS_STOP || this == LIES_AGAINST_CANARIES;
  }

  boolean isSilence() {
    return foundMillis > 0;
  }

  void begin(List<SimulatedCarrier> carriers, String darkOperator) {
    SimulatedCarrier preferred = carriers.getFirst();
    switch (this) {
      case DEAD_FROM_THE_START, PREFERRED_SILENT, CLOCK_LEAPS ->
          turn(preferred, dials -> dials.dropRatio(1));
      case HALF_LOST -> turn(preferred, dials -> dials.dropRatio(0.5));
      case OPERATOR_DARK ->
          turn(preferred, dials -> dials.dropByPrefix(Map.of(darkOperator.substring(1), 1.0)));
      case EVERY_CARRIER_SILENT ->
          carriers.forEach(carrier -> turn(carrier, dials -> dials.dropRatio(1)));
      case ODD_RECEIPTS ->
          carriers.forEach(carrier ->
              turn(
                  carrier,
                  dials ->
                      dials
                          .duplicateRatio(0.5)
                          .failRatio(0.02)
                          .receiptBeforeResponse(true)
                          // An answer waits for its receipt, and 3 s are as long as is waited.
                          .receiptDelay(SOON)));
      case MISNAMED_RECEIPTS -> turn(preferred, dials -> dials.misnameRatio(0.67));
      case RECEIPTS_STOP -> turn(preferred, dials -> dials.receipts(ReceiptMode.NONE));
      case LYING_RECEIPTS, LIES_AGAINST_CANARIES ->
          turn(preferred, dials -> dials.dropRatio(1).receipts(ReceiptMode.FAKE));
      case LATE_RECEIPTS ->
          turn(
              preferred,
              dials -> dials.receiptDelay(Delay.constant(Duration.ofMillis(LATE_MILLIS))));
      case NO_RESPONSES -> turn(preferred, dials -> dials.unansweredRatio(1));
      case CREDENTIAL_REFUSED -> {
        turn(preferred, dials -> dials.password(SimulatedCarrier.SECOND_PASSWORD));
        preferred.smsc.cutLinks();
        preferred.smsc.restoreLinks();
      }
      case HAMMERED_NUMBERS, FAILING_ACCOUNT -> {
        Map<String, Double> dead = new HashMap<>();
        for (int operator = 0; operator < Passcodes.OPERATORS; operator++) {
          dead.put(Passcodes.deadNumbers(operator).substring(1), 1.0);
        }
        carriers.forEach(carrier -> turn(carrier, dials -> dials.dropByPrefix(dead)));
      }
    }
  }

  /**
   * Everything is as it was before.
   *
   * @param before of each carrier
   */
  static void end(List<SimulatedCarrier> carriers, Map<String, Dials> before) {
    for (SimulatedCarrier carrier : carriers) {
      Dials usual = before.get(carrier.id);
      if (usual != null) {
        carrier.smsc.dials(usual);
      }
    }
  }

  private static void turn(SimulatedCarrier carrier, UnaryOperator<Dials.Builder> how) {
    carrier.smsc.dials(how.apply(carrier.smsc.dials().toBuilder()).build());
  }

  /** Whether it is a reason to suspect the route, or the operator on it. */
  boolean explains(String route, String operator, String darkOperator) {
    boolean preferred = route.equals(SilentWorld.PREFERRED);
    return switch (this) {
      case DEAD_FROM_THE_START,
          PREFERRED_SILENT,
          HALF_LOST,
          LYING_RECEIPTS,
          LATE_RECEIPTS,
          MISNAMED_RECEIPTS,
          NO_RESPONSES,
          CREDENTIAL_REFUSED,
          RECEIPTS_STOP,
          LIES_AGAINST_CANARIES,
          CLOCK_LEAPS ->
          preferred;
      case OPERATOR_DARK -> preferred && (operator.isEmpty() || operator.equals(darkOperator));
      case EVERY_CARRIER_SILENT -> true;
      case ODD_RECEIPTS, HAMMERED_NUMBERS, FAILING_ACCOUNT -> false;
    };
  }

  /**
   * Whether more of this account's messages than usual end without a receipt that tells of them.
   */
  boolean fails(String account) {
    return switch (this) {
      case FAILING_ACCOUNT -> account.equals(FAILING);
      case HAMMERED_NUMBERS -> account.equals(ADVERSARY);
      case EVERY_CARRIER_SILENT, MISNAMED_RECEIPTS -> true;
      default -> false;
    };
  }
}
