package io.strowger.smpp.text;

/** How a text longer than one segment travels. */
public enum Segmentation {
  /** Concatenation header with an 8-bit reference (GSM 03.40 section 9.2.3.24.1). */
  UDH_8,
  /** The same with a 16-bit reference (section 9.2.3.24.8). */
  UDH_16,
  /** sar_msg_ref_num and its two companions (SMPP 3.4 sections 5.3.2.22 to 5.3.2.24). */
  SAR_TLV,
  /** The whole text in one message_payload; the carrier splits it (section 5.3.2.32). */
  MESSAGE_PAYLOAD
}
