package io.strowger.smpp.text;

import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text of one received PDU, still in octets so that the parts of a long message can be joined
 * before a character split between them is decoded. {@link #toString()} never shows the text.
 *
 * @param octets without user data header; not copied: do not change it
 * @param place null when the message is whole
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedText(DataCoding coding, byte[] octets, @Nullable Concatenation place) {

  /**
   * From short_message, or from message_payload where that is empty. Never fails: a header that
   * cannot be read is taken for text.
   */
  public static ReceivedText of(ShortMessage message) {
    byte[] octets = message.shortMessage();
    if (octets.length == 0) {
      Tlv payload = message.tlv(Tlv.MESSAGE_PAYLOAD);
      octets = payload == null ? octets : payload.value();
    }
    DataCoding coding = DataCoding.of(message.dataCoding());
    if ((message.esmClass() & Segmenter.UDH_INDICATOR) != 0 && octets.length > 0) {
      int header = 1 + (octets[0] & 0xFF);
      if (header <= octets.length) {
        byte[] text = Arrays.copyOfRange(octets, header, octets.length);
        return new ReceivedText(coding, text, Concatenation.ofHeader(octets, header));
      }
    }
    return new ReceivedText(coding, octets, Concatenation.ofTlvs(message));
  }

  public String text() {
    return coding.decode(octets);
  }

  @Override
  public String toString() {
    return "ReceivedText[" + coding + ", octets=" + octets.length + ", place=" + place + "]";
  }
}
