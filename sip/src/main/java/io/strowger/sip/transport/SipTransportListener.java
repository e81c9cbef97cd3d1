package io.strowger.sip.transport;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;

/** The owner of a {@link SipTransport}; called by its executor, one call at a time. */
public interface SipTransportListener {

  /**
   * A message came, in the order of its flow, or something that was none: that is answered already
   * where an answer is due, so it only wants counting. Keep-alives are not told.
   */
  void received(SipReading reading, Flow flow);

  /** A message did not go out; that it did is no promise that it arrived. */
  void sendFailed(SipMessage message, String cause);

  /** A connection ended, in good order or not. */
  void closed(Flow flow, String cause);

  /** All that came together was told: commit, then act. */
  void settled();
}
