package io.strowger.smpp.link;

import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.receipt.MessageIdDialect;
import io.strowger.smpp.receipt.Receipt;
import io.strowger.smpp.receipt.ReceiptParser;
import io.strowger.smpp.text.ReceivedText;

/** Reads what the carrier delivers: receipts go up to the owner, the rest is counted and told. */
final class ReceiptIntake {
  private final Reports reports;
  private final SmppCarrierListener listener;
  private String carrier;
  private MessageIdDialect dialect;

  ReceiptIntake(CarrierSettings settings, Reports reports, SmppCarrierListener listener) {
    this.reports = reports;
    this.listener = listener;
    this.carrier = settings.id();
    this.dialect = dialect(settings);
  }

  private static MessageIdDialect dialect(CarrierSettings settings) {
    return new MessageIdDialect(settings.profile().responseId(), settings.profile().receiptId());
  }

  void configure(CarrierSettings settings) {
    carrier = settings.id();
    dialect = dialect(settings);
  }

  /**
   * @return true for a receipt: the owner will acknowledge it; false when nobody will
   */
  boolean take(LinkBind bind, int sequenceNumber, ShortMessage message, long now) {
    Receipt receipt = ReceiptParser.parse(message);
    if (receipt == null) {
      listener.mobileOriginated(carrier, bind.linkId());
      listener.text(carrier, ReceivedText.of(message).text());
      return false;
    }
    listener.receipt(carrier, bind.linkId(), receipt.state());
    reports.add(
        new InboundReceipt(
            carrier,
            bind.linkId(),
            bind.epoch(),
            sequenceNumber,
            receipt,
            dialect.fromReceipt(receipt.messageId()),
            now));
    return true;
  }
}
