package io.strowger.smpp.receipt;

import org.jspecify.annotations.Nullable;

/** message_state (SMPP 3.4 section 5.2.28) with the {@code stat} words of appendix B. */
public enum ReceiptState {
  /** 1 or 0 (scheduled, SMPP 5.0), {@code ENROUTE}, also what carriers call {@code BUFFRED}. */
  ENROUTE("ENROUTE", 1, false),
  /** 2, {@code DELIVRD}. */
  DELIVERED("DELIVRD", 2, true),
  /** 3, {@code EXPIRED}. */
  EXPIRED("EXPIRED", 3, true),
  /** 4, {@code DELETED}. */
  DELETED("DELETED", 4, true),
  /** 5, {@code UNDELIV}. */
  UNDELIVERABLE("UNDELIV", 5, true),
  /** 6, {@code ACCEPTD}: taken, says nothing of arrival; intermediate for us. */
  ACCEPTED("ACCEPTD", 6, false),
  /** 7, {@code UNKNOWN}: the carrier lost track; final, and not an arrival. */
  UNKNOWN("UNKNOWN", 7, true),
  /** 8, {@code REJECTD}. */
  REJECTED("REJECTD", 8, true),
  /** 9 (SMPP 5.0). */
  SKIPPED("SKIPPED", 9, true);

  private final String stat;
  private final int messageState;
  private final boolean isFinal;

  ReceiptState(String stat, int messageState, boolean isFinal) {
    this.stat = stat;
    this.messageState = messageState;
    this.isFinal = isFinal;
  }

  /** The state of a message_state octet; null when the number stands for none. */
  public static @Nullable ReceiptState ofMessageState(int messageState) {
    return switch (messageState) {
      case 0, 1 -> ENROUTE;
      case 2 -> DELIVERED;
      case 3 -> EXPIRED;
      case 4 -> DELETED;
      case 5 -> UNDELIVERABLE;
      case 6 -> ACCEPTED;
      case 7 -> UNKNOWN;
      case 8 -> REJECTED;
      case 9 -> SKIPPED;
      default -> null;
    };
  }

  /** The word of seven letters in the text of a receipt. */
  public String stat() {
    return stat;
  }

  /** The value of message_state, 1–9. */
  public int messageState() {
    return messageState;
  }

  public boolean isFinal() {
    return isFinal;
  }
}
