package io.strowger.sip.call;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** What the owner of a call has to do after a step, in order. */
public sealed interface CallCommand {

  /**
   * Send in a transaction of its own; answers come back under {@code ref}.
   *
   * @param hop the URI to send to; null for the trunk's own address
   */
  record Send(int ref, SipRequest request, @Nullable String hop) implements CallCommand {}

  /** Send outside any transaction. */
  record SendAck(SipRequest ack, @Nullable String hop) implements CallCommand {}

  /** Answer a request of the far end. */
  record Answer(long key, SipResponse response) implements CallCommand {}

  /** The far end's answer to our offer: MediaAgreed or MediaRefused is to come of it. */
  record Describe(String sdp) implements CallCommand {}

  /**
   * The far end offers, or with null wants an offer of ours: Negotiated is to come of it.
   *
   * @param sdp theirs
   */
  record Negotiate(long key, SipRequest request, @Nullable String sdp) implements CallCommand {}

  /** The first ringing. */
  record Ringing() implements CallCommand {}

  /** Answered in time, and media is agreed: begin to speak. At most once. */
  record StartScript() implements CallCommand {}

  /** A key came by INFO (RFC 6086), which no media could hear. */
  record KeyHeard(char key) implements CallCommand {
    @Override
    public String toString() {
      return "KeyHeard[]";
    }
  }

  /** The call is over: close its media, stop its script. Exactly once; the rest is signalling. */
  record Ended(CallReport report) implements CallCommand {}
}
