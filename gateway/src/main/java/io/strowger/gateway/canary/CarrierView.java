package io.strowger.gateway.canary;

/** What is known of carriers apart from their canaries. */
public interface CarrierView {
  /** Whether it takes messages now, and at once. */
  boolean isFree(String carrier);

  /** Whether it is worth knowing soon if it delivers. */
  boolean isSuspected(String carrier);
}
