package io.strowger.sip.call;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;

/** What is to be done for a {@link ReceivedCall}. */
public sealed interface ReceivedCommand {
  /** Answers a request of the far end. */
  record Answer(long key, SipResponse response) implements ReceivedCommand {}

  /** Closes its sound. */
  record Silence() implements ReceivedCommand {}

  /** Sends a BYE, whose answer is told. */
  record Send(SipRequest request, String hop) implements ReceivedCommand {}

  /** Takes the far end's answer to our offer. */
  record Describe(String sdp) implements ReceivedCommand {}

  /** Takes another offer of the far end. */
  record Negotiate(long key, SipRequest request, String sdp) implements ReceivedCommand {}

  /** A key came in an INFO. */
  record KeyHeard(char key) implements ReceivedCommand {}

  /** Close its sound unless it is closed, forget it. Once, and last. */
  record Ended() implements ReceivedCommand {}
}
