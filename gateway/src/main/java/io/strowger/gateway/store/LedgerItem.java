package io.strowger.gateway.store;

import io.strowger.gateway.delivery.KeptData;
import io.strowger.gateway.delivery.KeptRecord;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.message.Message;
import org.jspecify.annotations.Nullable;

/** An open message or something kept, and the row from which a recovery would take it. */
final class LedgerItem {
  private @Nullable Message message;
  private @Nullable KeptRecord kept;
  private @Nullable LedgerRow row;
  private @Nullable LedgerSlot slot;
  private int bytes;
  private boolean closing;

  LedgerItem() {}

  LedgerItem(Message message) {
    this.message = message;
  }

  LedgerItem(KeptRecord kept) {
    this.kept = kept;
  }

  /** A part of it is encrypted, so that its data key is needed. */
  boolean hasSecret() {
    return message != null || (kept instanceof KeptData data && data.secret() != null);
  }

  /** What would have to be written to open it once more; null when it is over. */
  @Nullable StoreChange again() {
    if (message != null) {
      return new StoreChange.Opened(message);
    }
    return kept == null ? null : new StoreChange.Keep(kept);
  }

  @Nullable Message message() {
    return message;
  }

  void message(Message now) {
    message = now;
  }

  /** A commit in preparation makes it final. */
  boolean isClosing() {
    return closing;
  }

  void closing(boolean now) {
    closing = now;
  }

  /** It is over; the row may still be needed. */
  void forget() {
    message = null;
    kept = null;
  }

  @Nullable LedgerRow row() {
    return row;
  }

  void row(LedgerRow newRow, int newBytes) {
    row = newRow;
    bytes = newBytes;
  }

  int bytes() {
    return bytes;
  }

  @Nullable LedgerSlot slot() {
    return slot;
  }

  void slot(@Nullable LedgerSlot newSlot) {
    slot = newSlot;
  }
}
