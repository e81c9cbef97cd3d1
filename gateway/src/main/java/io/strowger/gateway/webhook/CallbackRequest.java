package io.strowger.gateway.webhook;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to an account.
 *
 * @param url absolute; it may hold a client's own secrets, so no log and no error shows it
 * @param body sent in UTF-8; null for a request without one
 */
record CallbackRequest(
    String method, String url, Map<String, String> headers, @Nullable String body) {
  @Override
  public String toString() {
    return "CallbackRequest[" + method + "]";
  }
}
