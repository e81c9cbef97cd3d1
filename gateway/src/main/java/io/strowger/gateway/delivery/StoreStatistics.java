package io.strowger.gateway.delivery;

/**
 * Running totals since the store was opened, and present sizes.
 *
 * @param historyPending final messages not yet written behind to history
 */
public record StoreStatistics(
    long commits,
    long changes,
    long commitNanos,
    long historyWritten,
    int historyPending,
    int historySegments,
    long journalRows) {}
