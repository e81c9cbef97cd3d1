package io.strowger.gateway.message;

import org.jspecify.annotations.Nullable;

/**
 * What a step asks to be done, after its new state is durable. When to wake, and what the client is
 * told, follow from the state itself ({@link Lifecycle#nextAlarmMillis}, {@link
 * Message#clientState}).
 */
public sealed interface Command {
  /**
   * @param mayReplaceEarlier an earlier attempt may have arrived, or still may
   * @param avoidLink a link that just failed this message, null for none
   */
  record SubmitSms(
      int ordinal,
      int submits,
      RouteChoice choice,
      boolean mayReplaceEarlier,
      @Nullable String avoidLink)
      implements Command {}

  /**
   * @param avoidTrunk a trunk that just failed this message, null for none
   */
  record PlaceCall(int ordinal, int submits, RouteChoice choice, @Nullable String avoidTrunk)
      implements Command {}

  /** Take the attempt back where that can still help. */
  record Withdraw(Attempt attempt) implements Command {}
}
