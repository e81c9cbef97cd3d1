package io.strowger.sip.call;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** What happens to a {@link ReceivedCall}. */
public sealed interface ReceivedEvent {
  /**
   * Time passed.
   *
   * @param packets of sound that came so far
   */
  record Tick(long packets) implements ReceivedEvent {}

  /** The caller withdrew it; its CANCEL is answered. */
  record Cancelled() implements ReceivedEvent {}

  record Ack(SipRequest ack) implements ReceivedEvent {}

  /** Our 200 was repeated to the end, and never acknowledged. */
  record AckMissing() implements ReceivedEvent {}

  /** A request in its dialog. */
  record Request(long key, SipRequest request) implements ReceivedEvent {}

  /** What came of {@link ReceivedCommand.Negotiate}; null when no sound can flow that way. */
  record Negotiated(long key, SipRequest request, @Nullable String localSdp)
      implements ReceivedEvent {}

  /** What came of {@link ReceivedCommand.Describe}: nothing. */
  record MediaRefused() implements ReceivedEvent {}

  /** We want no more of it. */
  record HangUp() implements ReceivedEvent {}

  /** An answer to our BYE. */
  record Answered(SipResponse response) implements ReceivedEvent {}

  /** Our BYE will not be answered. */
  record Lost() implements ReceivedEvent {}
}
