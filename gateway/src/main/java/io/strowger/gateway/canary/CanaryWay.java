package io.strowger.gateway.canary;

import java.util.List;

/**
 * How a number can be reached.
 *
 * @param operator of the number, as routes are judged by
 * @param carriers that carry messages to it, the best first
 */
public record CanaryWay(CanaryNumber number, String operator, List<String> carriers) {
  public CanaryWay {
    carriers = List.copyOf(carriers);
  }
}
