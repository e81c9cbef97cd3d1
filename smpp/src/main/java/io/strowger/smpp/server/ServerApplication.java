package io.strowger.smpp.server;

import java.net.InetAddress;
import java.util.List;

/**
 * Whom the server works for. Called on the server's thread: every method returns soon and never
 * blocks; answers are given to {@link SmppServer} from any thread.
 */
public interface ServerApplication {

  /** Compares in constant time, and takes as long for a system_id that it does not know. */
  BindDecision bind(BindRequest request);

  /** What clients asked since the last call, in the order of each session. */
  void requests(List<Inbound> batch);

  /** What became of deliveries. */
  void outcomes(List<DeliveryOutcome> batch);

  /** A session is bound; from now on its account may receive, if its type can. */
  default void bound(BoundEsme esme) {}

  /** A session ended. Deliveries that it did not answer are in doubt, and told so. */
  default void unbound(BoundEsme esme, String cause) {}

  /**
   * Messages whose other parts never came; their unanswered parts were refused with
   * ESME_RSUBMITFAIL.
   */
  default void abandoned(String account, List<RequestRef> parts) {}

  /** A bind was refused. */
  default void bindRefused(BindRequest request, String cause) {}

  /** A connection was closed before it bound, or was not let in. */
  default void turnedAway(InetAddress address, String listener, String cause) {}

  /** A bound client broke the protocol; it was refused or ignored. */
  default void fault(BoundEsme esme, String what) {}
}
