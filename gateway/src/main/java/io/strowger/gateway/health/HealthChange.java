package io.strowger.gateway.health;

/**
 * A state that changed, or news of a state that did not.
 *
 * @param operator empty for the whole route
 * @param onsetMillis since when, as estimated; what was sent since and is unheard of is at risk
 * @param evidence in words and figures, for operators
 */
public record HealthChange(
    String route,
    String operator,
    CellState from,
    CellState to,
    Cause cause,
    String evidence,
    long onsetMillis,
    long atMillis) {}
