package io.strowger.gateway.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Who was hit in an interval. Null fields do not restrict.
 *
 * @param sinceMillis epoch milliseconds of acceptance, inclusive
 * @param untilMillis exclusive
 * @param cause of {@code Trouble.CAUSES}
 * @param recipients how many recipients are named for each account, 0–10 000
 */
public record AffectedQuery(
    long sinceMillis,
    long untilMillis,
    @Nullable String account,
    @Nullable String carrier,
    @Nullable String cause,
    int recipients) {}
