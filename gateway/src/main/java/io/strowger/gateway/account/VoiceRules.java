package io.strowger.gateway.account;

import org.jspecify.annotations.Nullable;

/**
 * How an account's passcodes are spoken, and what of its calls is refused; where it may call at all
 * is said by its {@link Destinations}.
 *
 * @param gate a key is to be pressed before the code is said, so that no recorder gets it
 * @param repeats how often the code is said by itself, 1–5
 * @param fallbackLanguage BCP 47 tag for a message in a language without prompts
 * @param maxRingMillis until an unanswered call is given up
 * @param maxCallMillis from the answer until a call is ended, whatever is being said
 * @param perNumberMillis between two messages' calls to one number; 0 sets no limit
 * @param concurrentPerPrefix calls at once to numbers of one calling code and four digits more; 0
 *     sets no limit
 * @param costPerDayMicros millionths of the currency of the voice rates, for each day in UTC; 0
 *     sets no limit
 * @param approval keys of an approval call
 */
public record VoiceRules(
    boolean gate,
    int repeats,
    String fallbackLanguage,
    long maxRingMillis,
    long maxCallMillis,
    long perNumberMillis,
    int concurrentPerPrefix,
    long costPerDayMicros,
    ApprovalKeys approval) {
  private static final int REPEATS_MAX = 5;

  /**
   * @param deny null when there is none: a call that is not approved is then only hung up
   */
  public record ApprovalKeys(char approve, char fraud, @Nullable Character deny) {
    public static final ApprovalKeys DEFAULT = new ApprovalKeys('#', '9', null);
  }

  /** Said twice in English; 30 s of ringing, 60 s of call, one call per number in 2 minutes. */
  public static final VoiceRules DEFAULT =
      new VoiceRules(false, 2, "en", 30_000, 60_000, 120_000, 30, 0, ApprovalKeys.DEFAULT);

  public VoiceRules {
    if (repeats < 1 || repeats > REPEATS_MAX) {
      throw new IllegalArgumentException("1 to " + REPEATS_MAX + " repeats");
    }
    if (maxRingMillis < 1 || maxCallMillis < 1 || perNumberMillis < 0 || costPerDayMicros < 0) {
      throw new IllegalArgumentException("a limit is not negative");
    }
  }
}
