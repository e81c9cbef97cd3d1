package io.strowger.gateway.config;

import io.strowger.gateway.account.Credentials;
import io.strowger.gateway.account.KannelCredential;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.Network;
import io.strowger.gateway.account.SmppCredential;
import io.strowger.gateway.account.TwilioCredential;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an account comes in with; one credential opens one door. */
final class CredentialsReader {
  private final Map<String, String> ownerByName = new HashMap<>();
  private final ShapeCredentials shapes = new ShapeCredentials();

  /**
   * @param apiKeys read already
   */
  Supplier<Credentials> read(Section account, String id, Set<KeyHash> apiKeys) {
    once(account.texts("client-certificates"), "client-certificates", account, id);
    Supplier<@Nullable SmppCredential> smpp = smpp(account.maybeSection("smpp"), id);
    TwilioCredential twilio = shapes.twilio(account);
    KannelCredential kannel = shapes.kannel(account);
    return () ->
        new Credentials(
            apiKeys,
            Set.copyOf(account.texts("client-certificates")),
            account.texts("networks").stream().map(Network::parse).toList(),
            twilio,
            kannel,
            smpp.get());
  }

  private void once(Iterable<String> names, String key, Section section, String id) {
    for (String name : names) {
      String other = ownerByName.putIfAbsent(key + " " + name, id);
      if (other != null) {
        section.error(key, "the same was given for account " + other);
      }
    }
  }

  private Supplier<@Nullable SmppCredential> smpp(@Nullable Section smpp, String id) {
    if (smpp == null) {
      return () -> null;
    }
    once(Set.of(smpp.text("system-id")), "system-id", smpp, id);
    Set<KeyHash> passwords = new LinkedHashSet<>();
    for (String key : smpp.given("password", "passwords", "password-sha256")) {
      for (Section.Item item : smpp.oneOrMore(key)) {
        String value = item.value().asText();
        passwords.add(key.endsWith("sha256") ? KeyHash.ofHex(value) : KeyHash.of(value));
      }
    }
    if (passwords.isEmpty() && smpp.noneTold("password", "passwords", "password-sha256")) {
      smpp.error("needs password, passwords or password-sha256");
    }
    return () ->
        new SmppCredential(
            smpp.text("system-id"),
            passwords,
            smpp.integer("max-binds"),
            smpp.integer("window"),
            smpp.number("messages-per-second"),
            smpp.flag("tls-only"));
  }
}
