package io.strowger.gateway.delivery;

import io.strowger.gateway.canary.CanaryCommand;
import io.strowger.gateway.canary.CanaryReport;

/** Hears what becomes of canaries. Called on the dispatcher's thread. */
public interface CanaryObserver {
  /** One was sent, is back, or is lost. */
  default void happened(CanaryCommand what) {}

  /** Every second or so. */
  default void judged(CanaryReport report) {}
}
