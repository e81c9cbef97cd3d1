package io.strowger.smpp.codec;

/**
 * An SMPP address: type of number, numbering plan and the address itself (SMPP 3.4 section 5.2.5).
 *
 * @param ton 0–255; 1 is international, 5 alphanumeric
 * @param npi 0–255; 1 is E.164
 * @param value at most 20 octets for a message address, without a leading {@code +}
 */
public record Address(int ton, int npi, String value) {
  public static final Address EMPTY = new Address(0, 0, "");
}
