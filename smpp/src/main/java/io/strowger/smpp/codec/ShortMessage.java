package io.strowger.smpp.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body that submit_sm and deliver_sm share (SMPP 3.4 sections 4.4.1 and 4.6.1). Integer fields
 * are one octet, 0–255. Times are the C-octet strings of section 7.1.1, empty when absent.
 *
 * <p>{@link #toString()} never shows the text: a passcode must not reach a log.
 *
 * @param shortMessage the short_message octets, user data header included when esm_class says so;
 *     at most 254. Not copied: do not change it
 */
@SuppressWarnings("ArrayRecordComponent")
public record ShortMessage(
    String serviceType,
    Address source,
    Address destination,
    int esmClass,
    int protocolId,
    int priorityFlag,
    String scheduleDeliveryTime,
    String validityPeriod,
    int registeredDelivery,
    int replaceIfPresentFlag,
    int dataCoding,
    int smDefaultMsgId,
    byte[] shortMessage,
    List<Tlv> tlvs) {

  /** The first optional parameter with this tag, or null. */
  public @Nullable Tlv tlv(int tag) {
    for (Tlv tlv : tlvs) {
      if (tlv.tag() == tag) {
        return tlv;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "ShortMessage[esmClass="
        + esmClass
        + ", dataCoding="
        + dataCoding
        + ", octets="
        + shortMessage.length
        + ", tlvs="
        + tlvs.size()
        + "]";
  }
}
