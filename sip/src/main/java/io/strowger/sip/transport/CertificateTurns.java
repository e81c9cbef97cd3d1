package io.strowger.sip.transport;

import io.strowger.sip.message.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which of our two certificates each server is shown: the other one after each refusal, and the one
 * that was accepted until it is refused. Changed on the event loop, read from any thread.
 */
final class CertificateTurns {
  /** More servers than a carrier's trunks ever have: beyond it all begin with the first again. */
  private static final int TARGETS_MAX = 256;

  private static final Turn FIRST = new Turn(false, 0, false, null);

  private final Map<Target, Turn> turns = new ConcurrentHashMap<>();

  /**
   * @param refusals in a row, since something was accepted
   * @param firstRefused with what the first was refused last; null since it was accepted
   */
  private record Turn(
      boolean second, int refusals, boolean accepted, @Nullable String firstRefused) {}

  /** Whether the second one is to be shown. */
  boolean second(Target target) {
    return turns.getOrDefault(target, FIRST).second();
  }

  /**
   * The one that was shown was refused, or is of no use.
   *
   * @return whether the other was not tried since
   */
  boolean refused(Target target, String why) {
    Turn before = turns.getOrDefault(target, FIRST);
    if (turns.size() >= TARGETS_MAX && !turns.containsKey(target)) {
      turns.clear();
    }
    int refusals = before.refusals() + 1;
    turns.put(
        target,
        new Turn(!before.second(), refusals, false, before.second() ? before.firstRefused() : why));
    return refusals % 2 == 1;
  }

  /** It said something: under TLS 1.3 a handshake alone proves nothing. */
  void accepted(Target target) {
    turns.computeIfPresent(
        target,
        (_, before) ->
            new Turn(before.second(), 0, true, before.second() ? before.firstRefused() : null));
  }

  /** With what the first was refused, while the second is accepted; else null. */
  @Nullable String firstRefused(Target target) {
    Turn turn = turns.getOrDefault(target, FIRST);
    return turn.second() && turn.accepted() ? turn.firstRefused() : null;
  }
}
