package io.strowger.gateway.voice;

import io.strowger.sip.trunk.CallOrder;
import io.strowger.sip.trunk.SipCarrier;
import io.strowger.sip.trunk.SipCarrierSettings;
import io.strowger.sip.trunk.SipCarrierStatus;
import java.util.concurrent.CompletionStage;

/** A carrier's trunks over real sockets. */
public record SocketTrunks(SipCarrier carrier) implements TrunkPort {
  @Override
  public void place(CallOrder order) {
    carrier.place(order);
  }

  @Override
  public void hangUp(String reference, String why) {
    carrier.hangUp(reference, why);
  }

  @Override
  public void drain() {
    carrier.drain();
  }

  @Override
  public void resume() {
    carrier.resume();
  }

  @Override
  public void reconfigure(SipCarrierSettings next) {
    carrier.reconfigure(next);
  }

  @Override
  public SipCarrierStatus status() {
    return carrier.status();
  }

  @Override
  public CompletionStage<Void> stop() {
    return carrier.stop();
  }
}
