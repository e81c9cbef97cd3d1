package io.strowger.gateway.store;

import java.util.List;

/** One commit in the journal, and how many things still need it. */
final class LedgerRow {
  private final long lsn;
  private final int bytes;
  private List<LedgerItem> items = List.of();
  private int needed;

  LedgerRow(long lsn, int bytes) {
    this.lsn = lsn;
    this.bytes = bytes;
  }

  long lsn() {
    return lsn;
  }

  int bytes() {
    return bytes;
  }

  boolean isNeeded() {
    return needed > 0;
  }

  void need() {
    needed++;
  }

  void release() {
    needed--;
  }

  /** What was opened or held here; some may be gone, or carried on to another row. */
  List<LedgerItem> items() {
    return items;
  }

  void items(List<LedgerItem> opened) {
    items = opened;
  }
}
