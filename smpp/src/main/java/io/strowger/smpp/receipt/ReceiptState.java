package io.strowger.smpp.receipt;

/** message_state (SMPP 3.4 section 5.2.28) with the {@code stat} words of appendix B. */
public enum ReceiptState {
  /** 1 or 0 (scheduled, SMPP 5.0), {@code ENROUTE}, also what carriers call {@code BUFFRED}. */
  ENROUTE(false),
  /** 2, {@code DELIVRD}. */
  DELIVERED(true),
  /** 3, {@code EXPIRED}. */
  EXPIRED(true),
  /** 4, {@code DELETED}. */
  DELETED(true),
  /** 5, {@code UNDELIV}. */
  UNDELIVERABLE(true),
  /** 6, {@code ACCEPTD}: taken, says nothing of arrival; intermediate for us. */
  ACCEPTED(false),
  /** 7, {@code UNKNOWN}: the carrier lost track; final, and not an arrival. */
  UNKNOWN(true),
  /** 8, {@code REJECTD}. */
  REJECTED(true),
  /** 9 (SMPP 5.0). */
  SKIPPED(true);

  private final boolean isFinal;

  ReceiptState(boolean isFinal) {
    this.isFinal = isFinal;
  }

  public boolean isFinal() {
    return isFinal;
  }
}
