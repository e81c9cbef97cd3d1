package io.strowger.gateway.esme;

import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.server.Delivery;
import io.strowger.smpp.server.RequestRef;
import io.strowger.smpp.server.Response;
import java.util.List;
import java.util.Map;

/** The server as the door needs it; any thread. */
public interface EsmeServer {
  void respond(List<Response> responses);

  /** Each delivery gets one outcome. */
  void deliver(List<Delivery> deliveries);

  /**
   * Parts that were answered and lack the others of their message, in the order in which they came:
   * from before a restart, or because the whole was refused for the moment.
   */
  void restoreParts(String account, Map<RequestRef, ShortMessage> parts);
}
