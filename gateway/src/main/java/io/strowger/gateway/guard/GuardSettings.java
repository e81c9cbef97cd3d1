package io.strowger.gateway.guard;

/**
 * Bounds of the guard's memory, and prices.
 *
 * @param rowsMax counters held over all accounts
 * @param rowsPerTableMax counters of one kind held for one account
 */
public record GuardSettings(RateDeck rates, int rowsMax, int rowsPerTableMax) {
  public static final GuardSettings DEFAULT = new GuardSettings(RateDeck.EMPTY, 4_194_304, 524_288);
}
