package io.strowger.gateway.config;

import java.time.Duration;
import java.util.Map;

/**
 * Bounds and patience of delivery.
 *
 * @param maxOpenMessages messages without a final state; beyond it the doors refuse
 * @param resendAfter silence of a carrier after which another route is tried
 * @param resendAfterByPrefix the same for single entries of the route table
 * @param maxAttempts routes tried for one message, 1–20
 * @param drainTimeout how long a stopping gateway waits for answers
 */
public record DeliveryConfig(
    int maxOpenMessages,
    Duration resendAfter,
    Map<String, Duration> resendAfterByPrefix,
    int maxAttempts,
    Duration drainTimeout) {}
