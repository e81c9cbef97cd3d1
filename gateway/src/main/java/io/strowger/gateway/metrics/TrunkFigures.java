package io.strowger.gateway.metrics;

/**
 * One trunk as it is now.
 *
 * @param calls in progress
 * @param callsMax calls at once
 */
public record TrunkFigures(String carrier, String trunk, boolean up, int calls, int callsMax) {}
