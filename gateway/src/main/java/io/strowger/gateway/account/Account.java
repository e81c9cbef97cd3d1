package io.strowger.gateway.account;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client of the gateway: what it comes in with, and what it may do.
 *
 * @param admin its keys may use {@code /v1/admin} too, and see every account's messages
 * @param voice how its passcodes are spoken
 * @param webhook where its state changes are posted, null for nowhere
 * @param hooks its generic HTTP hooks by their name
 */
public record Account(
    String id,
    boolean admin,
    Credentials credentials,
    MessageRules messages,
    Templates templates,
    VerificationRules verification,
    GuardRules guard,
    VoiceRules voice,
    @Nullable WebhookRules webhook,
    Map<String, HookRules> hooks) {

  public Account {
    hooks = Map.copyOf(hooks);
  }

  /** With the usual voice. */
  public Account(
      String id,
      boolean admin,
      Credentials credentials,
      MessageRules messages,
      Templates templates,
      VerificationRules verification,
      GuardRules guard,
      @Nullable WebhookRules webhook,
      Map<String, HookRules> hooks) {
    this(
        id,
        admin,
        credentials,
        messages,
        templates,
        verification,
        guard,
        VoiceRules.DEFAULT,
        webhook,
        hooks);
  }

  /** An account with every default, that comes in with these keys. */
  public static Account named(String id, Set<KeyHash> keys) {
    return new Account(
        id,
        false,
        Credentials.apiKeys(keys),
        MessageRules.DEFAULT,
        Templates.DEFAULT,
        VerificationRules.DEFAULT,
        GuardRules.DEFAULT,
        null,
        Map.of());
  }
}
