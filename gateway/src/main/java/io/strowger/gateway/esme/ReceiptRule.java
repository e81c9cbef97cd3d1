package io.strowger.gateway.esme;

import io.strowger.gateway.delivery.NoticeRule;
import io.strowger.gateway.message.Message;

/** A client is owed the receipts that its registered_delivery asked for. */
public final class ReceiptRule implements NoticeRule {
  @Override
  public String channel() {
    return EsmeOrigin.DOOR;
  }

  @Override
  public boolean owes(Message after) {
    EsmeOrigin origin = EsmeOrigin.of(after);
    return origin != null && origin.wanted().owes(EsmeOrigin.stateOf(after));
  }
}
