package io.strowger.gateway.route;

/**
 * What the chooser needs to know of a carrier right now.
 *
 * @param usable a link is bound that can transmit, and no operator drained the carrier
 * @param estimatedWaitMillis how long a new submission would wait for rate and window
 */
public record CarrierCondition(String carrier, boolean usable, long estimatedWaitMillis) {}
