package io.strowger.gateway.voice;

import io.strowger.sip.trunk.CallOrder;
import io.strowger.sip.trunk.SipCarrierListener;
import io.strowger.sip.trunk.SipCarrierSettings;
import io.strowger.sip.trunk.SipCarrierStatus;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/**
 * One carrier's running trunks, as its calls need them: over sockets in production, an engine on a
 * fake clock in the simulation. The methods mean what they mean on {@code SipCarrier}.
 */
public interface TrunkPort {
  void place(CallOrder order);

  void hangUp(String reference, String why);

  void drain();

  void resume();

  void reconfigure(SipCarrierSettings next);

  SipCarrierStatus status();

  CompletionStage<Void> stop();

  /** Starts the trunks of one carrier; the listener may be called before {@code start} returns. */
  @FunctionalInterface
  interface Starter {
    TrunkPort start(SipCarrierSettings settings, SipCarrierListener listener) throws IOException;
  }
}
