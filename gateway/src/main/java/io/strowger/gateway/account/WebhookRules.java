package io.strowger.gateway.account;

import io.strowger.gateway.message.Secret;
import java.util.List;

/**
 * Where an account's state changes are posted.
 *
 * @param secrets keys of the signatures, the newest first; several during a rotation
 */
public record WebhookRules(String url, List<Secret> secrets) {
  public WebhookRules {
    secrets = List.copyOf(secrets);
  }
}
