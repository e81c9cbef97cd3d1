package io.strowger.gateway.route;

import io.strowger.gateway.health.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What the chooser needs to know of a carrier right now.
 *
 * @param usable a link is bound that can transmit, and no operator drained the carrier
 * @param estimatedWaitMillis how long a new submission would wait for rate and window
 * @param fault why it is not usable; null while it is, or is not meant to be
 */
public record CarrierCondition(
    String carrier, boolean usable, long estimatedWaitMillis, @Nullable Fault fault) {

  /** Without a fault: usable, drained or gone. */
  public CarrierCondition(String carrier, boolean usable, long estimatedWaitMillis) {
    this(carrier, usable, estimatedWaitMillis, null);
  }
}
