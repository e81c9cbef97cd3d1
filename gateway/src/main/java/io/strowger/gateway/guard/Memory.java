package io.strowger.gateway.guard;

/**
 * Where tables come from.
 *
 * @param octetsPerTable what one table may take of the budget
 */
record Memory(long octetsPerTable, long salt, MemoryBudget budget) {
  RowTable table(int payload) {
    return new RowTable(payload, octetsPerTable, salt, budget);
  }
}
