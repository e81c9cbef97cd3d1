package io.strowger.gateway.guard;

/** What an account's messages cost on the current day in UTC. */
final class Spending {
  static final long DAY_MILLIS = 86_400_000;

  private long day;
  private long micros;

  /** How long until so much may be spent; 0 for now. */
  long waitMillis(long price, long ceiling, long now) {
    turn(now);
    return micros + price <= ceiling ? 0 : (day + 1) * DAY_MILLIS - now;
  }

  /**
   * @param price negative to take it back
   */
  void record(long price, long at) {
    turn(at);
    if (at / DAY_MILLIS == day) {
      micros = Math.max(0, micros + price);
    }
  }

  private void turn(long now) {
    long today = now / DAY_MILLIS;
    if (today > day) {
      day = today;
      micros = 0;
    }
  }

  long day() {
    return day;
  }

  long micros() {
    return micros;
  }

  void restore(long onDay, long spent) {
    if (onDay > day) {
      day = onDay;
      micros = 0;
    }
    if (onDay == day) {
      micros += spent;
    }
  }
}
