package io.strowger.gateway.config;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Credentials;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.HookRules;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.MessageRules;
import io.strowger.gateway.account.Templates;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.message.Plan;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** One entry of {@code accounts}. */
final class AccountReader {
  private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

  private final ApiKeys keys;
  private final TemplateReader templateReader;
  private final CredentialsReader credentials = new CredentialsReader();

  AccountReader(ApiKeys keys, TemplateReader templateReader) {
    this.keys = keys;
    this.templateReader = templateReader;
  }

  /** The account is made, by the supplier, only when the whole file is good. */
  Supplier<Account> read(Section account) {
    String id = account.text("id");
    Set<KeyHash> hashes =
        keys.read(account, "account " + id, "api-key", "api-keys", "api-key-sha256");
    Supplier<Credentials> comesWith = credentials.read(account, id, hashes);
    String[] credentialKeys = {
      "api-key", "api-keys", "api-key-sha256", "client-certificates", "smpp", "twilio", "kannel"
    };
    if (account.given(credentialKeys).isEmpty() && account.noneTold(credentialKeys)) {
      account.warning("has no API key or other credential: nothing can use it");
    }
    Plan plan = VoiceReader.plan(account);
    Supplier<VoiceRules> voice = VoiceReader.read(account.section("voice"));
    Templates templates = templateReader.read(account);
    Supplier<VerificationRules> verification =
        VerificationReader.read(account.section("verification"));
    Duration maxTtl = account.duration("max-ttl");
    Duration ttl = account.maybeDuration("ttl");
    if (ttl == null) {
      ttl = DEFAULT_TTL.compareTo(maxTtl) < 0 ? DEFAULT_TTL : maxTtl;
    } else if (account.has("max-ttl") && ttl.compareTo(maxTtl) > 0) {
      account.error("ttl", "is longer than max-ttl", "1s to " + account.text("max-ttl"));
    }
    Duration fallback = ttl;
    Supplier<GuardRules> guard = GuardReader.read(account);
    WebhookReader.check(account);
    Supplier<Map<String, HookRules>> hooks = HookReader.read(account);
    return () ->
        new Account(
            id,
            account.flag("admin"),
            comesWith.get(),
            new MessageRules(
                fallback.toMillis(),
                maxTtl.toMillis(),
                account.integer("max-segments"),
                account.maybeText("sender"),
                account.maybeText("language"),
                account.maybeText("default-region"),
                plan),
            templates,
            verification.get(),
            guard.get(),
            voice.get(),
            WebhookReader.make(account),
            hooks.get());
  }
}
