package io.strowger.gateway.simulation;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.receipt.MessageIdDialect;
import io.strowger.smpp.receipt.Receipt;
import io.strowger.smpp.receipt.ReceiptParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what passes, with eyes of its own, for the witness. */
final class Tap implements Network.Wire {
  private final SimulatedCarrier carrier;
  private final Witness witness;
  private final Timeline timeline;
  private final MessageIdDialect dialect;
  private final Map<Object, Map<Integer, List<String>>> unacknowledged = new HashMap<>();

  Tap(SimulatedCarrier carrier, Witness witness, Timeline timeline) {
    this.timeline = timeline;
    this.carrier = carrier;
    this.witness = witness;
    this.dialect =
        new MessageIdDialect(
            carrier.settings.profile().responseId(), carrier.settings.profile().receiptId());
  }

  @Override
  public void leaves(Pdu pdu, Object connection) {
    switch (pdu) {
      case Pdu.SubmitSm submit -> {
        witness.health.hedges.leaves(carrier.id, carrier.settings.flow().messagesPerSecond());
        String to = "+" + submit.message().destination().value();
        if (!OwnNumber.is(to)) {
          witness.submitLeaves(carrier.id, to, isFirstPart(submit.message()), timeline.now());
        }
      }
      case Pdu.DeliverSmResp resp -> {
        List<String> ids =
            unacknowledged
                .getOrDefault(connection, Map.of())
                .getOrDefault(resp.sequenceNumber(), List.of());
        if (!ids.isEmpty() && resp.commandStatus() == 0) {
          witness.receiptAcknowledged(carrier.id, ids);
        }
      }
      default -> {}
    }
  }

  @Override
  public void arrives(Pdu pdu, Object connection) {
    if (pdu instanceof Pdu.DeliverSm deliver) {
      Receipt receipt = ReceiptParser.parse(deliver.message());
      boolean canary = OwnNumber.is("+" + deliver.message().source().value());
      if (receipt != null && receipt.state().isFinal() && !canary) {
        unacknowledged
            .computeIfAbsent(connection, _ -> new HashMap<>())
            .put(deliver.sequenceNumber(), dialect.fromReceipt(receipt.messageId()));
      }
    }
  }

  private static boolean isFirstPart(ShortMessage message) {
    Tlv sar = message.tlv(Tlv.SAR_SEGMENT_SEQNUM);
    if (sar != null) {
      return sar.value()[0] == 1;
    }
    boolean hasHeader = (message.esmClass() & 0x40) != 0;
    byte @Nullable [] octets = message.shortMessage();
    return !hasHeader || octets[octets[0]] == 1;
  }
}
