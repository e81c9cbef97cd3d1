package io.strowger.sip.trunk;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;

/** What a trunk needs of the engine that owns it. */
interface Outbox {
  /** Sends in a transaction of its own. */
  void send(SipRequest request, Target target, Waiter waiter);

  /** An unguessable word of letters and digits. */
  String token();

  /** Our own host and port as this target is to see it. */
  String local(Target target);

  /** The trunk came up, went down, or has something to say about it. */
  void trunk(TrunkLine line, boolean up, String cause);

  /** Waits for answers to one request. */
  interface Waiter {
    String OVERLOADED = "too many SIP transactions of our own";

    void answered(SipResponse response, long now);

    /** No answer will come. */
    void lost(String cause, long now);

    /** It was never sent, for reasons of our own. */
    default void overloaded(long now) {
      lost(OVERLOADED, now);
    }

    /** The connection of an INVITE that had a provisional answer ended. */
    default void interrupted(String cause, long now) {
      lost(cause, now);
    }
  }
}
