package io.strowger.gateway.sms;

import io.strowger.gateway.message.Refusal;
import io.strowger.smpp.receipt.CodeOverrides;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.receipt.Disposition;
import io.strowger.smpp.receipt.Reading;
import io.strowger.smpp.receipt.Receipt;
import io.strowger.smpp.receipt.ReceiptError;

/** A carrier's codes, classified by {@code smpp.receipt}, in the words of the domain. */
final class Refusals {
  /** The sender differs by route, so another may do. */
  static final Refusal NOT_ENCODABLE =
      new Refusal(
          "not-encodable",
          "the sender does not fit an SMPP address, or the text takes more than 255 segments",
          Refusal.Disposition.OTHER_ROUTE);

  private Refusals() {}

  static Refusal ofStatus(int commandStatus, CodeOverrides overrides) {
    return of(CommandStatus.read(commandStatus, overrides));
  }

  static Refusal ofReceipt(Receipt receipt, CodeOverrides overrides) {
    return of(ReceiptError.read(receipt, overrides));
  }

  private static Refusal of(Reading reading) {
    return new Refusal(reading.code(), reading.text(), disposition(reading.disposition()));
  }

  private static Refusal.Disposition disposition(Disposition disposition) {
    return switch (disposition) {
      case RETRY_SAME_ROUTE -> Refusal.Disposition.RETRY_SAME_ROUTE;
      case OTHER_ROUTE -> Refusal.Disposition.OTHER_ROUTE;
      case PERMANENT_FOR_NUMBER -> Refusal.Disposition.PERMANENT_FOR_NUMBER;
      case THROTTLE -> Refusal.Disposition.THROTTLE;
      case CONFIGURATION_FAULT -> Refusal.Disposition.CONFIGURATION_FAULT;
    };
  }
}
