package io.strowger.gateway.http;

/** Hears of every answered request, for metrics. On an event loop: count and return. */
@FunctionalInterface
public interface RequestObserver {
  /**
   * @param status the HTTP status; 0 when the client left before the answer
   * @param nanos from the complete head of the request to the answer
   */
  void answered(Endpoint endpoint, int status, long nanos);
}
