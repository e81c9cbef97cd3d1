package io.strowger.smpp.receipt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words, and numbers, that carriers write for {@code stat}. */
final class StatWord {
  private static final byte[] DELIVRD = "DELIVRD".getBytes(StandardCharsets.US_ASCII);
  private static final int LETTERS = 7;

  private StatWord() {}

  /** Compares the first seven letters in any case; null for a word that nobody knows. */
  static @Nullable ReceiptState read(byte[] octets, int from, int to) {
    if (Arrays.equals(octets, from, to, DELIVRD, 0, LETTERS)) {
      return ReceiptState.DELIVERED;
    }
    int length = Math.min(to - from, LETTERS);
    String word = new String(octets, from, length, StandardCharsets.ISO_8859_1);
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "DELIVRD", "DELIVER", "DELIVED", "2" -> ReceiptState.DELIVERED;
      case "UNDELIV", "UNDLVRD", "FAILED", "5" -> ReceiptState.UNDELIVERABLE;
      case "EXPIRED", "3" -> ReceiptState.EXPIRED;
      case "DELETED", "4" -> ReceiptState.DELETED;
      case "REJECTD", "REJECTE", "8" -> ReceiptState.REJECTED;
      case "ACCEPTD", "ACCEPTE", "6" -> ReceiptState.ACCEPTED;
      case "UNKNOWN", "7" -> ReceiptState.UNKNOWN;
      case "SKIPPED", "9" -> ReceiptState.SKIPPED;
      case "ENROUTE", "EN_ROUT", "BUFFRED", "BUFFERE", "BUFFERD", "SCHEDUL", "1", "0" ->
          ReceiptState.ENROUTE;
      default -> null;
    };
  }
}
