package io.strowger.smpp.server;

import java.net.InetAddress;
import java.util.LinkedHashMap;

/**
 * Slows guessing down. The answer to a failed bind is delayed by how often its address and its
 * system_id failed lately. The pair of both is not even looked at for a while after some failures;
 * neither alone is, so that nobody can lock another out. For one thread.
 */
final class BindBackoff {
  static final long DELAY_MIN_MILLIS = 250;
  static final long DELAY_MAX_MILLIS = 4_000;
  static final int FREE_TRIES = 3;

  private static final long FORGET_MILLIS = 600_000;
  private static final int REMEMBERED_MAX = 10_000;
  private static final int DOUBLINGS_MAX = 4;

  private final LinkedHashMap<Object, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

  private record Pair(InetAddress address, String systemId) {}

  private record Failures(int count, long lastMillis) {}

  /** Whether the pair failed too often to be looked at now. */
  boolean isBlocked(InetAddress address, String systemId, long now) {
    Failures pair = failures.get(new Pair(address, systemId));
    return pair != null
        && pair.count() >= FREE_TRIES
        && now - pair.lastMillis() < delayMillis(pair.count());
  }

  /**
   * Counts a failure.
   *
   * @return how long to withhold the answer, milliseconds
   */
  long failed(InetAddress address, String systemId, long now) {
    int counted =
        Math.max(
            Math.max(count(address, now), count(systemId, now)),
            count(new Pair(address, systemId), now));
    return delayMillis(counted);
  }

  /** The delay of an answer that was given without looking; not a failure of its own. */
  long blockedMillis(InetAddress address, String systemId) {
    Failures pair = failures.get(new Pair(address, systemId));
    return delayMillis(pair == null ? 1 : pair.count());
  }

  /** The pair has proved itself. */
  void succeeded(InetAddress address, String systemId) {
    if (!failures.isEmpty()) {
      failures.remove(new Pair(address, systemId));
    }
  }

  int remembered() {
    return failures.size();
  }

  private int count(Object key, long now) {
    Failures before = failures.get(key);
    int count =
        before == null || now - before.lastMillis() > FORGET_MILLIS ? 1 : before.count() + 1;
    failures.put(key, new Failures(count, now));
    if (failures.size() > REMEMBERED_MAX) {
      failures.pollFirstEntry();
    }
    return count;
  }

  private static long delayMillis(int count) {
    return Math.min(DELAY_MAX_MILLIS, DELAY_MIN_MILLIS << Math.min(DOUBLINGS_MAX, count - 1));
  }
}
