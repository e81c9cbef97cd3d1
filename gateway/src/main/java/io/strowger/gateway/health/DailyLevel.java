package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Decay too slow for any test that learns: the level of the last 24 hours, in which the time of day
 * cancels, against the median of the closed days before it. It sinks when it is below by more than
 * five points, four times the usual scatter of days (1.4826 times the median absolute deviation),
 * four binomial deviations, and also below the same day of the week before.
 */
final class DailyLevel {
  private static final int HOURS = 24;
  private static final int DAYS = 14;
  private static final int WEEK = 7;
  private static final int DAYS_MIN = 3;
  private static final int MESSAGES_MIN = 200;

  private final int[] sent = new int[HOURS];
  private final int[] arrived = new int[HOURS];
  private final double[] days = new double[DAYS];
  private long hours;
  private int closed;
  private boolean sunk;

  void learn(int messages, int good) {
    int hour = (int) (hours % HOURS);
    sent[hour] += messages;
    arrived[hour] += good;
  }

  /** Once an hour; true when the level has just sunk. */
  boolean hour() {
    long all = Arrays.stream(sent).asLongStream().sum();
    long good = Arrays.stream(arrived).asLongStream().sum();
    double level = all == 0 ? 0 : (double) good / all;
    boolean before = sunk;
    if (all >= MESSAGES_MIN && closed >= DAYS_MIN) {
      compare(level, all);
    }
    hours++;
    int hour = (int) (hours % HOURS);
    if (hour == 0 && all >= MESSAGES_MIN) {
      days[closed++ % DAYS] = level;
    }
    sent[hour] = 0;
    arrived[hour] = 0;
    return sunk && !before;
  }

  private void compare(double level, long messages) {
    int known = Math.min(closed, DAYS);
    double[] past = Arrays.copyOf(days, known);
    double median = median(past);
    double[] off = new double[known];
    for (int i = 0; i < known; i++) {
      off[i] = Math.abs(past[i] - median);
    }
    double margin =
        Math.max(
            Math.max(0.05, 4 * 1.4826 * median(off)),
            4 * Math.sqrt(median * (1 - median) / messages));
    double weekAgo = closed >= WEEK ? days[(closed - WEEK) % DAYS] : 1;
    double reference = Math.min(median, weekAgo);
    sunk = level < reference - (sunk ? margin / 2 : margin);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  boolean isSunk() {
    return sunk;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(closed);
    for (double day : days) {
      out.writeDouble(day);
    }
  }

  void read(DataInput in) throws IOException {
    closed = in.readInt();
    for (int i = 0; i < DAYS; i++) {
      days[i] = in.readDouble();
    }
  }
}
