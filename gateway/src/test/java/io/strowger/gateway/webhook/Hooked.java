package io.strowger.gateway.webhook;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Credentials;
import io.strowger.gateway.account.TwilioCredential;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.message.Secret;
import java.util.List;
import java.util.Set;

/** Accounts that are told by HTTP, for tests. */
final class Hooked {
  static final String TWILIO_SID = "AC0123456789abcdef0123456789abcdef";

  private Hooked() {}

  /** With Twilio's credential too. */
  static Account account(String id, WebhookRules rules) {
    Account plain = Account.named(id, Set.of());
    return new Account(
        id,
        false,
        new Credentials(
            Set.of(),
            Set.of(),
            List.of(),
            new TwilioCredential(TWILIO_SID + id, new Secret("12345")),
            null,
            null),
        plain.messages(),
        plain.templates(),
        plain.verification(),
        plain.guard(),
        rules,
        plain.hooks());
  }
}
