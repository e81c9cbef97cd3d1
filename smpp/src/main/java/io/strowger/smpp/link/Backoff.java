package io.strowger.smpp.link;

import java.util.random.RandomGenerator;

/**
 * When to try to bind again, and where: every address once, then all of them again after twice the
 * pause. Each pause is drawn from its upper half, so that many links do not come back together.
 */
final class Backoff {
  private static final int DOUBLINGS_MAX = 16;

  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  void succeeded() {
    failures = 0;
  }

  /**
   * A good connection ended: the first address again, soon.
   *
   * @return how long to wait, milliseconds
   */
  long lost(CarrierSettings.Timers timers) {
    failures = 0;
    return jittered(timers.reconnectMin().toMillis());
  }

  /**
   * @return how long to wait, milliseconds
   */
  long failed(CarrierSettings.Timers timers, int addresses) {
    int rounds = Math.min(DOUBLINGS_MAX, failures / addresses);
    failures++;
    return jittered(
        Math.min(timers.reconnectMax().toMillis(), timers.reconnectMin().toMillis() << rounds));
  }

  /** Wrong credentials do not mend themselves, and some carriers lock accounts that insist. */
  long refused(CarrierSettings.Timers timers) {
    failures++;
    return jittered(timers.reconnectMax().toMillis());
  }

  /** One of two credentials was refused: the other one soon, at the same address. */
  long refused(CredentialTurn turn, CarrierSettings.Timers timers, int addresses) {
    if (turn.isHalfWay()) {
      return soon(timers);
    }
    return turn.passing() ? failed(timers, addresses) : refused(timers);
  }

  /** Once more at the same address. */
  long soon(CarrierSettings.Timers timers) {
    return jittered(timers.reconnectMin().toMillis());
  }

  int nextAddress(int addresses) {
    return failures % addresses;
  }

  private long jittered(long millis) {
    long half = Math.max(1, millis / 2);
    return half + random.nextLong(half + 1);
  }
}
