package io.strowger.smpp.text;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;

/** Parts as they travel in a PDU. */
final class Messages {
  private static final Address SOURCE = new Address(5, 0, "Strowger");
  private static final Address DESTINATION = new Address(1, 1, "390000000001");

  private Messages() {}

  static ShortMessage of(TextPart part) {
    return of(part, DESTINATION);
  }

  static ShortMessage of(TextPart part, Address destination) {
    return new ShortMessage(
        "",
        SOURCE,
        destination,
        part.esmClass(),
        0,
        0,
        "",
        "",
        1,
        0,
        part.dataCoding(),
        0,
        part.shortMessage(),
        part.tlvs());
  }
}
