package io.strowger.gateway.guard;

/** Memory that may still be taken: what bounds all tables that share it. */
final class MemoryBudget {
  private long left;

  MemoryBudget(long octets) {
    this.left = octets;
  }

  boolean take(long octets) {
    if (octets > left) {
      return false;
    }
    left -= octets;
    return true;
  }

  void giveBack(long octets) {
    left += octets;
  }

  long left() {
    return left;
  }
}
