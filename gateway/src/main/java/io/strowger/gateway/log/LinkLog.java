package io.strowger.gateway.log;

import static net.logstash.logback.argument.StructuredArguments.value;

import io.strowger.smpp.link.LinkObserver;
import io.strowger.smpp.receipt.ReceiptState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what becomes of links, and passes everything on. */
public final class LinkLog implements LinkObserver {
  private static final Logger log = LoggerFactory.getLogger(LinkLog.class);

  private final LinkObserver next;

  public LinkLog(LinkObserver next) {
    this.next = next;
  }

  @Override
  public void submitted(String carrier, String link) {
    next.submitted(carrier, link);
  }

  @Override
  public void answered(String carrier, String link, int commandStatus, long latencyMicros) {
    next.answered(carrier, link, commandStatus, latencyMicros);
  }

  @Override
  public void inDoubt(String carrier, String link) {
    next.inDoubt(carrier, link);
  }

  @Override
  public void receipt(String carrier, String link, ReceiptState state) {
    next.receipt(carrier, link, state);
  }

  @Override
  public void mobileOriginated(String carrier, String link) {
    next.mobileOriginated(carrier, link);
  }

  @Override
  public void protocolFault(String carrier, String link, String what) {
    next.protocolFault(carrier, link, what);
    log.debug(
        "{}: a PDU on link {} was ignored or refused: {}",
        value("carrier", carrier),
        value("link", link),
        what);
  }

  @Override
  public void linkUp(String carrier, String link, String address) {
    next.linkUp(carrier, link, address);
    log.info(
        "{}: link {} is bound to {}",
        value("carrier", carrier),
        value("link", link),
        value("address", address));
  }

  @Override
  public void linkDown(String carrier, String link, String cause) {
    next.linkDown(carrier, link, cause);
    log.warn("{}: link {} is down: {}", value("carrier", carrier), value("link", link), cause);
  }
}
