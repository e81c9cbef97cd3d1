package io.strowger.sip.trunk;

import io.strowger.sip.call.CallLimits;
import io.strowger.sip.prompt.CallScript;
import io.strowger.sip.prompt.PromptPack;
import org.jspecify.annotations.Nullable;

/**
 * One call to be made.
 *
 * @param reference the owner's own name for it, unique among live calls
 * @param number E.164 digits without +
 * @param answerByMillis epoch; an answer from then on is hung up before the first word
 * @param deadlineMillis epoch; from then on nothing is played
 * @param avoidTrunk not to be used while another is up; null for none
 */
public record CallOrder(
    String reference,
    String number,
    CallScript script,
    PromptPack pack,
    long answerByMillis,
    long deadlineMillis,
    CallLimits limits,
    @Nullable String avoidTrunk) {

  /** By any trunk. */
  public CallOrder(
      String reference,
      String number,
      CallScript script,
      PromptPack pack,
      long answerByMillis,
      long deadlineMillis,
      CallLimits limits) {
    this(reference, number, script, pack, answerByMillis, deadlineMillis, limits, null);
  }

  /** Without the number. */
  @Override
  public String toString() {
    return "CallOrder[" + reference + "]";
  }
}
