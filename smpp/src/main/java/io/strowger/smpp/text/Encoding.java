package io.strowger.smpp.text;

/** Which data codings a carrier takes. */
public enum Encoding {
  /** The smaller of GSM 7-bit (data_coding 0) and UCS-2 (8), by content. */
  AUTO,
  /** As AUTO, with Latin-1 (data_coding 3) before UCS-2. */
  AUTO_LATIN_1,
  UCS_2
}
