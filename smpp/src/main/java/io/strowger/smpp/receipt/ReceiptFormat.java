package io.strowger.smpp.receipt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Writes receipts in the standard's own form (SMPP 3.4 appendix B), dates in UTC. */
public final class ReceiptFormat {
  private static final int EXCERPT_MAX = 20;

  private ReceiptFormat() {}

  /**
   * The octets of short_message, all ASCII.
   *
   * @param submittedAtMillis epoch milliseconds of {@code submit date}
   * @param excerpt the beginning of the text, cut to 20 characters; usually empty, for a passcode
   *     has no business here
   */
  public static byte[] write(Receipt receipt, long submittedAtMillis, String excerpt) {
    String error = receipt.error();
    StringBuilder out = new StringBuilder(128);
    out.append("id:").append(receipt.messageId());
    out.append(" sub:001 dlvrd:").append(receipt.state() == ReceiptState.DELIVERED ? "001" : "000");
    appendDate(out.append(" submit date:"), submittedAtMillis);
    appendDate(out.append(" done date:"), receipt.doneAtMillis());
    out.append(" stat:").append(receipt.state().stat());
    out.append(" err:").append(error == null ? "000" : error);
    out.append(" text:").append(excerpt, 0, Math.min(excerpt.length(), EXCERPT_MAX));
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void appendDate(StringBuilder out, long epochMillis) {
    LocalDateTime at = LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    appendTwo(out, at.getYear() % 100);
    appendTwo(out, at.getMonthValue());
    appendTwo(out, at.getDayOfMonth());
    appendTwo(out, at.getHour());
    appendTwo(out, at.getMinute());
  }

  private static void appendTwo(StringBuilder out, int value) {
    out.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
