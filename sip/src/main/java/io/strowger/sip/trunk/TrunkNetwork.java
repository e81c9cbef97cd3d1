package io.strowger.sip.trunk;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.Target;

/** Sends messages; what comes of them is told to the {@link TrunkEngine}, never inside a call. */
public interface TrunkNetwork {
  void send(SipMessage message, Target target);

  void send(SipMessage message, Flow flow);

  /** Our own host and port as this target is to see it, for Via and Contact. */
  String localAddress(Target target);
}
