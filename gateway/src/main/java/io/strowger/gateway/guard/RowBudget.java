package io.strowger.gateway.guard;

/** Rows that may still be made: what bounds the memory of all tables that share it. */
final class RowBudget {
  private int left;

  RowBudget(int rows) {
    this.left = rows;
  }

  boolean take(int rows) {
    if (rows > left) {
      return false;
    }
    left -= rows;
    return true;
  }

  void giveBack(int rows) {
    left += rows;
  }

  int left() {
    return left;
  }
}
