package io.strowger.gateway.guard;

/** Where tables come from. */
record Memory(int rowsMax, long salt, RowBudget budget) {
  RowTable table(int payload) {
    return new RowTable(payload, rowsMax, salt, budget);
  }
}
