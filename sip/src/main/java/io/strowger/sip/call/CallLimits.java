package io.strowger.sip.call;

/**
 * How long a call may take in each of its phases, all in milliseconds and more than 0.
 *
 * @param provisionalMillis the trunk must say anything at all
 * @param pddMillis it must ring (post-dial delay), from the first INVITE
 * @param ringMillis it may ring
 * @param talkMillis it may last after the answer
 */
public record CallLimits(long provisionalMillis, long pddMillis, long ringMillis, long talkMillis) {
  public static final CallLimits DEFAULT = new CallLimits(2_500, 10_000, 30_000, 60_000);

  public CallLimits {
    if (provisionalMillis <= 0 || pddMillis <= 0 || ringMillis <= 0 || talkMillis <= 0) {
      throw new IllegalArgumentException("limits are more than 0");
    }
  }

  public CallLimits withProvisional(long millis) {
    return new CallLimits(millis, pddMillis, ringMillis, talkMillis);
  }
}
