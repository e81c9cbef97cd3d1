package io.strowger.smpp.text;

import io.strowger.smpp.codec.Tlv;
import java.util.List;

/**
 * One part of a text, ready for the body of a submit_sm or deliver_sm. {@link #toString()} never
 * shows the text.
 *
 * @param esmClass the bits to set in esm_class: 0x40 with a user data header, else 0
 * @param dataCoding 0, 3 or 8
 * @param shortMessage at most 159 octets, header included; empty with message_payload. Not copied:
 *     do not change it
 * @param tlvs SAR parameters or message_payload, else empty
 */
@SuppressWarnings("ArrayRecordComponent")
public record TextPart(int esmClass, int dataCoding, byte[] shortMessage, List<Tlv> tlvs) {
  @Override
  public String toString() {
    return "TextPart[esmClass=" + esmClass + ", dataCoding=" + dataCoding + "]";
  }
}
