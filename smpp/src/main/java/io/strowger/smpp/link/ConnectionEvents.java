package io.strowger.smpp.link;

import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.session.LinkEvent;

/** The transport's events of one connection of a bind, named by its epoch. */
record ConnectionEvents(LinkBind bind, long epoch, LinkBind.Owner owner)
    implements LinkTransport.Events {
  @Override
  public void connected() {
    owner.happened(bind, epoch, new LinkEvent.Connected());
  }

  @Override
  public void received(Pdu pdu) {
    owner.happened(bind, epoch, new LinkEvent.Received(pdu));
  }

  @Override
  public void malformed(MalformedPdu pdu) {
    owner.happened(bind, epoch, new LinkEvent.Malformed(pdu));
  }

  @Override
  public void closed(String cause) {
    owner.happened(bind, epoch, new LinkEvent.ConnectionLost(cause));
  }
}
