package io.strowger.gateway.main.detection;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * How a healthy carrier and its traffic behave. Each world is a disturbance that must not be taken
 * for a fault; {@link Climate} is its state at a time.
 */
enum World {
  /** Success wanders between 0.85 and 0.95 around 0.92 within an hour. */
  DRIFT,
  C78,
  C50,
  C35,
  /** By the hour: success 0.80 to 0.93, median delay 3 to 12 s, traffic 0.3 to 1.7 times. */
  SEASON,
  /** Each operator's success is drawn anew each 30 s, with an intra-class correlation of 0.03. */
  OPERATOR_CLUMPS,
  /** Two hours a week one account sends ten times the usual traffic with success 0.6. */
  CAMPAIGN,
  /** Ten minutes a day one account has 60 % of the traffic, to numbers that are dead. */
  HAMMER,
  /** Receipts come on full minutes only. */
  BATCH,
  /** So do those of the largest operator. */
  BATCH_OPERATOR,
  /** An hour a day delays are four times as long, at once. */
  DELAY_STEP,
  /** Two and a half times. */
  DELAY_2,
  /** Half an hour a week receipts come ten minutes late. */
  RECEIPT_OUTAGE,
  SLOW_3,
  SLOW_6,
  /**
   * Weekends have a fifth of the traffic and seven points less success, from one second to the
   * next.
   */
  WEEKLY,
  /** Sends are not Poisson: ten seconds in a minute, at random, carry six times the rest. */
  BURSTY,
  /** Two accounts hammer dead numbers at once, each with a third of the traffic. */
  TWO_HAMMERS,
  /** One account has all traffic. */
  LONE,
  /** On the hour clients send a minute's herd of eight times; the carrier queues up to 90 s. */
  HERD,
  /** The carrier changes its own way for hours: eight points less success, delays twice as long. */
  REGIME,
  /** One in ten receipts is lost for an hour a day. */
  RECEIPT_LOSS,
  /** Who gets nothing asks again after 20 s, twice; so failures breed traffic. */
  RETRIES,
  /** Each two hours the carrier holds everything back for 45 s, then delivers it at once. */
  MAINTENANCE,
  /** From midnight to six nobody sends anything; at six all begin at once. */
  NIGHT;

  private static final double DAY = 86_400;
  private static final double WEEK = 7 * DAY;

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The climate at a time; called each slot, in order. */
  void at(double seconds, Climate now, RandomGenerator random) {
    now.reset();
    double day = seconds % DAY;
    double week = seconds % WEEK;
    switch (this) {
      case DRIFT, BATCH, BATCH_OPERATOR, LONE, RETRIES -> now.success = now.drift(random);
      case C78 -> now.success = 0.78;
      case C50 -> now.success = 0.50;
      case C35 -> now.success = 0.35;
      case SEASON -> {
        double sun = Math.sin(2 * Math.PI * day / DAY);
        now.success = Math.clamp(0.865 + 0.065 * sun + now.noise(random), 0.5, 0.97);
        now.delay = 1.5 - 0.75 * Math.sin(2 * Math.PI * (day / DAY + 0.2)) * 1.5;
        now.delay = Math.clamp(now.delay, 0.75, 3);
        now.traffic = 1 + 0.7 * Math.sin(2 * Math.PI * (day / DAY + 0.6));
      }
      case OPERATOR_CLUMPS -> now.clumps(seconds, random);
      case CAMPAIGN -> {
        now.success = now.drift(random);
        if (within(week, 2 * DAY + 36_000, 7_200)) {
          now.extra(0, 9, 0.6);
        }
      }
      case HAMMER -> {
        now.success = now.drift(random);
        if (within(day, 50_000, 600)) {
          now.extra(0, 1.5, 0.05);
        }
      }
      case DELAY_STEP, DELAY_2 -> {
        now.success = now.drift(random);
        if (within(day, 40_000, 3_600)) {
          now.delay = this == DELAY_STEP ? 4 : 2.5;
        }
      }
      case RECEIPT_OUTAGE -> {
        now.success = now.drift(random);
        now.receiptsLate = within(week, 3 * DAY + 30_000, 1_800) ? 600 : 0;
      }
      case SLOW_3, SLOW_6 -> {
        now.success = now.drift(random);
        now.delay = this == SLOW_3 ? 3 : 6;
      }
      case WEEKLY -> {
        boolean weekend = week > 5 * DAY;
        now.success = now.drift(random) - (weekend ? 0.07 : 0);
        now.traffic = weekend ? 0.2 : 1.3;
      }
      case BURSTY -> {
        now.success = now.drift(random);
        now.traffic = now.burst(random);
      }
      case TWO_HAMMERS -> {
        now.success = now.drift(random);
        if (within(day, 50_000, 600)) {
          now.extra(0, 1, 0.05);
          now.extra(1, 1, 0.05);
        }
      }
      case HERD -> {
        now.success = now.drift(random);
        double inHour = seconds % 3_600;
        now.traffic = inHour < 60 ? 8 : 1;
        now.queueing = inHour < 60 ? 1.5 * inHour : Math.max(0, 90 - (inHour - 60));
      }
      case MAINTENANCE -> {
        now.success = now.drift(random);
        now.queueing = Math.max(0, 45 - seconds % 7_200);
      }
      case NIGHT -> {
        now.success = now.drift(random);
        now.traffic = day < 21_600 ? 0 : 1.3;
      }
      case REGIME -> {
        boolean other = now.regime(random);
        now.success = now.drift(random) - (other ? 0.08 : 0);
        now.delay = other ? 2 : 1;
      }
      case RECEIPT_LOSS -> {
        now.success = now.drift(random);
        now.success *= within(day, 60_000, 3_600) ? 0.9 : 1;
      }
    }
  }

  private static boolean within(double at, double from, double lasting) {
    return at >= from && at < from + lasting;
  }
}
