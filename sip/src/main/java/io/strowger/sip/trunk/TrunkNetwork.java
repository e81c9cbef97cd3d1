package io.strowger.sip.trunk;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.Target;
import io.strowger.sip.transport.PeerCertificate;
import org.jspecify.annotations.Nullable;

/** Sends messages; what comes of them is told to the {@link TrunkEngine}, never inside a call. */
public interface TrunkNetwork {
  void send(SipMessage message, Target target);

  void send(SipMessage message, Flow flow);

  /** Our own host and port as this target is to see it, for Via and Contact. */
  String localAddress(Target target);

  /** What this server showed at its last TLS handshake; null without one. */
  default @Nullable PeerCertificate certificate(Target target) {
    return null;
  }

  /** With what this server refused our first certificate while it accepts the second; else null. */
  default @Nullable String firstCertificateRefused(Target target) {
    return null;
  }

  /** When the certificate that we show ends, epoch milliseconds; 0 without one. */
  default long ownCertificateEndsMillis() {
    return 0;
  }
}
