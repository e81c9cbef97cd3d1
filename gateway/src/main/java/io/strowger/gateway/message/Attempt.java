package io.strowger.gateway.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try on one route. Written to the store before anything is sent.
 *
 * @param ordinal 1 for the first attempt
 * @param submits how often the same route was tried on this record: the carrier throttled, or
 *     refused for a passing reason
 * @param link which link carried it; null until a carrier answered or the link died
 * @param carrierIds the carrier's ids in canonical form, one for each part; empty until accepted
 * @param partsDelivered how many parts have a receipt that says delivered
 * @param startedAtMillis, answeredAtMillis, endedAtMillis epoch milliseconds, 0 while unknown
 */
public record Attempt(
    int ordinal,
    RouteChoice choice,
    int submits,
    @Nullable String link,
    List<String> carrierIds,
    int partsDelivered,
    Verdict verdict,
    long startedAtMillis,
    long answeredAtMillis,
    long endedAtMillis) {}
