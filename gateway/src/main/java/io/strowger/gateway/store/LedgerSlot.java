package io.strowger.gateway.store;

/** The messages whose texts one data key opens. */
final class LedgerSlot {
  private final long keyId;
  private int open;

  LedgerSlot(long keyId) {
    this.keyId = keyId;
  }

  long keyId() {
    return keyId;
  }

  void enter() {
    open++;
  }

  void leave() {
    open--;
  }

  /** No open message needs the key. */
  boolean isEmpty() {
    return open == 0;
  }
}
