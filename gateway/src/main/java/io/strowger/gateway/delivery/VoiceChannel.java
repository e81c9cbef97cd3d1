package io.strowger.gateway.delivery;

import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.delivery.SmsChannel.CanaryRef;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls. Commands are given in batches after the commit that holds their attempts; every {@link
 * Call} has exactly one {@code CallEnded} event as its answer, hung up or not.
 */
public interface VoiceChannel {
  /** Where no carrier can call: no route ever leads here. */
  VoiceChannel NONE =
      new VoiceChannel() {
        @Override
        public void place(List<Call> batch) {}

        @Override
        public void hangUp(List<HangUp> batch) {}
      };

  void place(List<Call> batch);

  /**
   * Calls to numbers of our own; the first to stay out where trunks are busy. Each has exactly one
   * {@code CanaryAnswered} event as its answer: taken, once it was answered or had rung to the end.
   */
  default void canaryCalls(List<Canary> batch) {
    throw new IllegalStateException("no carrier calls");
  }

  /** It was heard: nothing more needs to be said. One that is over already is left alone. */
  default void canaryHeard(CanaryRef ref) {}

  /** Ends calls that are on their way; one that is over already has been answered for. */
  void hangUp(List<HangUp> batch);

  /**
   * @param account whose rules say how it is spoken
   * @param code to be spoken; null for an approval
   * @param deadlineMillis epoch milliseconds: past it no first word is said
   * @param avoidTrunk a trunk not to use while another is up; null for none
   */
  record Call(
      AttemptRef ref,
      String carrier,
      String account,
      PhoneNumber to,
      Plan.Purpose purpose,
      @Nullable Secret code,
      @Nullable String language,
      long deadlineMillis,
      @Nullable String avoidTrunk) {}

  /** A canary; {@link #toString()} does not show what it is known by. */
  record Canary(CanaryRef ref, PhoneNumber to, Secret marker, long deadlineMillis) {}

  record HangUp(AttemptRef ref, String carrier) {}
}
