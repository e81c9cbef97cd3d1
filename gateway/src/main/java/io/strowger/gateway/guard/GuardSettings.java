package io.strowger.gateway.guard;

/**
 * Prices, and the bound of the guard's memory.
 *
 * @param memoryOctets for the counters of all accounts; one kind of counter of one account takes a
 *     quarter at most
 */
public record GuardSettings(RateDeck rates, long memoryOctets) {
  public static final GuardSettings DEFAULT = new GuardSettings(RateDeck.EMPTY, 268_435_456);

  private static final int TABLE_SHARE = 4;

  Memory memory(long salt) {
    return new Memory(memoryOctets / TABLE_SHARE, salt, new MemoryBudget(memoryOctets));
  }
}
