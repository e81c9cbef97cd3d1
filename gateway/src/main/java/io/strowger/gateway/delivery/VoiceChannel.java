package io.strowger.gateway.delivery;

import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
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

  record HangUp(AttemptRef ref, String carrier) {}
}
