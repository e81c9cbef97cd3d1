package io.strowger.gateway.health;

import org.jspecify.annotations.Nullable;

/**
 * A route, or an operator behind it, as it stands.
 *
 * @param operator empty for the whole route
 * @param cause why the state changed last
 * @param sinceMillis of that change, epoch milliseconds; 0 while there was none
 * @param onsetMillis since when the trouble is there, as estimated
 * @param share of its usual traffic that it may carry, 0 to 1
 * @param score of the receipts for a dead or half-dead cell
 * @param threshold that the score must pass to open it
 * @param success usual share of messages with a receipt
 * @param messages that it is known from, older ones counting less
 * @param verified usual share of codes that come back verified; negative while nobody tells
 * @param hedgeMillis age at which a message without a receipt is sent another way
 */
public record HealthReport(
    String route,
    String operator,
    CellState state,
    Cause cause,
    @Nullable Fault fault,
    boolean blind,
    boolean proven,
    long sinceMillis,
    long onsetMillis,
    double share,
    double score,
    double threshold,
    double success,
    double messages,
    double verified,
    long hedgeMillis) {}
