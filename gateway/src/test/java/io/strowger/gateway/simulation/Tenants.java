package io.strowger.gateway.simulation;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.CodeAlphabet;
import io.strowger.gateway.account.Credentials;
import io.strowger.gateway.account.Destinations;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.Limits;
import io.strowger.gateway.account.PumpingWatch;
import io.strowger.gateway.account.Quota;
import io.strowger.gateway.account.SmppCredential;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.message.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accounts of every world, and what they may do. */
final class Tenants {
  /** Speaks SMPP and HTTP, and wants to be told by webhook; nothing is refused to it. */
  static final String IDP = "idp";

  /** Has quotas, and a destination that is denied to it. */
  static final String GUARDED = "guarded";

  /** Sends to consecutive numbers: traffic that is made to be paid for. */
  static final String PUMPED = "pumped";

  /** Has its codes spoken, at once or when a text does not arrive. */
  static final String CALLER = "caller";

  /** Has its codes made by the gateway. */
  static final String VERIFIER = "verifier";

  static final Quota PER_NUMBER = new Quota(3, 6_000);
  static final Quota PER_ACCOUNT = new Quota(40, 10_000);
  static final String DENIED = "+3933";

  static final VerificationRules CODES =
      new VerificationRules(6, false, CodeAlphabet.DIGITS, 3, 4, 60_000, 30_000, 2, 1_000);

  static final Accounts ACCOUNTS = accounts();

  private Tenants() {}

  private static Accounts accounts() {
    Credentials smpp =
        new Credentials(
            Set.of(),
            Set.of(),
            List.of(),
            null,
            null,
            new SmppCredential(
                SimulatedEsme.SYSTEM_ID,
                Set.of(KeyHash.of(SimulatedEsme.PASSWORD)),
                10,
                50,
                0,
                false));
    Limits none = Limits.DEFAULT;
    Limits quotas =
        new Limits(
            0,
            List.of(PER_ACCOUNT),
            List.of(PER_NUMBER),
            List.of(),
            List.of(),
            List.of(),
            null,
            0,
            none.sameTextMillis());
    GuardRules open = GuardRules.DEFAULT;
    Destinations denied =
        new Destinations(List.of(), List.of(), List.of(DENIED), List.of(), Set.of(), Set.of());
    Destinations callable =
        new Destinations(List.of(), List.of("+39"), List.of(), List.of(), Set.of(), Set.of());
    WebhookRules webhook =
        new WebhookRules(
            "https://idp.example/told",
            List.of(new Secret("whsec-simulated")),
            WebhookRules.DEFAULT_EVENTS,
            false,
            WebhookRules.Retries.DEFAULT,
            WebhookRules.Reach.PUBLIC,
            null);
    return Accounts.of(
        List.of(
            account(IDP, smpp, open, webhook),
            account(GUARDED, Credentials.apiKeys(Set.of()), open.with(quotas).with(denied), null),
            account(
                PUMPED, Credentials.apiKeys(Set.of()), open.with(PumpingWatch.NEIGHBOURS), null),
            account(CALLER, Credentials.apiKeys(Set.of()), open.with(callable), null),
            account(VERIFIER, Credentials.apiKeys(Set.of()), open, null)),
        Set.of());
  }

  private static Account account(
      String id, Credentials credentials, GuardRules guard, @Nullable WebhookRules webhook) {
    Account plain = Account.named(id, Set.of());
    return new Account(
        id,
        false,
        credentials,
        plain.messages(),
        plain.templates(),
        CODES,
        guard,
        plain.voice(),
        webhook,
        Map.of());
  }
}
