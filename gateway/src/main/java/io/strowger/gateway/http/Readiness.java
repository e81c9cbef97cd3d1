package io.strowger.gateway.http;

import java.util.List;

/**
 * Whether a load balancer should send traffic here.
 *
 * @param reasons why not; empty when ready
 */
public record Readiness(List<String> reasons) {
  public static final Readiness READY = new Readiness(List.of());

  public Readiness {
    reasons = List.copyOf(reasons);
  }

  public boolean ready() {
    return reasons.isEmpty();
  }
}
