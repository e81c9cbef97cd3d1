package io.strowger.sip.trunk;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.Target;

/** The engine as its trunks see it. */
record EngineOutbox(TrunkEngine engine, String carrier, SipCarrierListener listener)
    implements Outbox {
  @Override
  public void send(SipRequest request, Target target, Waiter waiter) {
    var _ = engine.send(request, target, waiter);
  }

  @Override
  public String token() {
    return engine.token();
  }

  @Override
  public String local(Target target) {
    return engine.local(target);
  }

  @Override
  public void trunk(TrunkLine line, boolean up, String cause) {
    listener.trunk(carrier, line.id(), up, up ? "" : cause);
  }
}
