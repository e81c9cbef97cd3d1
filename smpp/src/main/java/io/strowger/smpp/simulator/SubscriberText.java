package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes subscribers' texts as deliver_sm. */
final class SubscriberText {
  /** data_coding of ISO 8859-1 (SMPP 3.4 section 5.2.19). */
  private static final int LATIN_1 = 3;

  private static final int OCTETS_MAX = 140;

  private SubscriberText() {}

  /** What does not fit into one message is cut off. */
  static Pdu.DeliverSm of(String from, String to, String text, int sequence) {
    String fitting = text.substring(0, Math.min(OCTETS_MAX, text.length()));
    return new Pdu.DeliverSm(
        sequence,
        new ShortMessage(
            "",
            address(from),
            address(to),
            0,
            0,
            0,
            "",
            "",
            0,
            0,
            LATIN_1,
            0,
            fitting.getBytes(StandardCharsets.ISO_8859_1),
            List.of()));
  }

  private static Address address(String value) {
    return new Address(1, 1, value);
  }
}
