package io.strowger.gateway.account;

import io.strowger.gateway.message.Secret;
import java.util.Map;

/**
 * For clients of the Twilio Messages shape.
 *
 * @param authToken password of the requests, and key of the callbacks' signatures
 * @param apiKeys hashes of the secrets of its API keys, by their sids; other passwords of requests
 */
public record TwilioCredential(String accountSid, Secret authToken, Map<String, KeyHash> apiKeys) {

  public TwilioCredential {
    apiKeys = Map.copyOf(apiKeys);
  }

  /** Without API keys. */
  public TwilioCredential(String accountSid, Secret authToken) {
    this(accountSid, authToken, Map.of());
  }
}
