package io.strowger.gateway.guard;

/** So many a second, and as many at once. */
final class TokenBucket {
  private final double perSecond;
  private final double capacity;
  private double tokens;
  private long lastMillis;

  TokenBucket(double perSecond, long nowMillis) {
    this.perSecond = perSecond;
    this.capacity = Math.max(1, perSecond);
    this.tokens = capacity;
    this.lastMillis = nowMillis;
  }

  /** How long until one may be taken; 0 for now. */
  long waitMillis(long now) {
    refill(now);
    return tokens >= 1 ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) * 1_000 / perSecond));
  }

  void take(long now) {
    refill(now);
    tokens--;
  }

  void putBack() {
    tokens = Math.min(capacity, tokens + 1);
  }

  private void refill(long now) {
    if (now > lastMillis) {
      tokens = Math.min(capacity, tokens + (now - lastMillis) * perSecond / 1_000);
      lastMillis = now;
    }
  }
}
