package io.strowger.sip.simulator;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of one call, by the dials and the dice. */
final class CallDice {
  private final RandomGenerator random;

  CallDice(RandomGenerator random) {
    this.random = random;
  }

  /**
   * What is decided.
   *
   * @param status of a refusal, else 200
   */
  record Decision(CallFate fate, int status, long ringMillis, long answerMillis) {}

  Decision decide(String destination, TrunkDials dials) {
    long ring = millis(dials.ringingDelay());
    long answer = millis(dials.answerDelay());
    Integer byPrefix = longest(dials.refuseByPrefix(), destination);
    if (byPrefix != null) {
      return new Decision(CallFate.REFUSED, byPrefix, ring, answer);
    }
    if (chance(dials.refuseRatio())) {
      return new Decision(CallFate.REFUSED, dials.refuseStatus(), ring, answer);
    }
    if (chance(dials.queueRatio())) {
      answer = millis(dials.queueDelay());
    }
    return new Decision(fate(destination, dials), 200, ring, Math.max(answer, ring));
  }

  private CallFate fate(String destination, TrunkDials dials) {
    Double silent = longest(dials.silentByPrefix(), destination);
    if (chance(dials.noAnswerRatio())) {
      return CallFate.NO_ANSWER;
    }
    if (chance(silent == null ? dials.silentRatio() : silent)) {
      return CallFate.SILENT;
    }
    if (chance(dials.hangUpRatio())) {
      return CallFate.HUNG_UP;
    }
    if (chance(dials.ringbackRatio())) {
      return CallFate.RINGBACK;
    }
    return chance(dials.voicemailRatio()) ? CallFate.VOICEMAIL : CallFate.PERSON;
  }

  boolean chance(double share) {
    return share > 0 && (share >= 1 || random.nextDouble() < share);
  }

  long millis(Delay delay) {
    return delay.sampleMillis(random);
  }

  String token() {
    return Long.toUnsignedString(random.nextLong(), 36) + Integer.toString(random.nextInt(36), 36);
  }

  private static <T> @Nullable T longest(Map<String, T> byPrefix, String destination) {
    T found = null;
    int longest = -1;
    for (Map.Entry<String, T> entry : byPrefix.entrySet()) {
      String prefix = entry.getKey();
      if (prefix.length() > longest && destination.startsWith(prefix)) {
        longest = prefix.length();
        found = entry.getValue();
      }
    }
    return found;
  }
}
