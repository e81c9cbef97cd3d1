package io.strowger.gateway.config;

import io.strowger.gateway.account.KannelCredential;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.TwilioCredential;
import io.strowger.gateway.message.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What clients of other gateways' shapes come in with: {@code twilio} and {@code kannel} of an
 * account. One for the whole file, since no two accounts may share a name.
 */
final class ShapeCredentials {
  private static final int TOKEN_MIN = 16;
  private static final int PASSWORD_MIN = 8;

  private final Map<String, String> ownerBySid = new HashMap<>();
  private final Map<String, String> ownerByUser = new HashMap<>();

  @Nullable TwilioCredential twilio(Section account) {
    Section twilio = account.maybeSection("twilio");
    if (twilio == null) {
      return null;
    }
    String sid = twilio.text("account-sid");
    once(twilio, "account-sid", ownerBySid, account.text("id"));
    if (twilio.has("account-sid") && !sid.startsWith("AC")) {
      twilio.warning("account-sid", "Twilio's helper libraries only take one that begins with AC");
    }
    String token = twilio.text("auth-token");
    if (twilio.has("auth-token") && token.length() < TOKEN_MIN) {
      twilio.error("auth-token", "is too short", "at least " + TOKEN_MIN + " characters");
    }
    return new TwilioCredential(sid, new Secret(token), apiKeys(twilio, account.text("id")));
  }

  private Map<String, KeyHash> apiKeys(Section twilio, String owner) {
    Map<String, KeyHash> keys = new HashMap<>();
    for (Section key : twilio.sections("api-keys")) {
      once(key, "sid", ownerBySid, owner);
      List<String> given = key.given("secret", "secret-sha256");
      if (given.size() != 1 && key.noneTold("secret", "secret-sha256")) {
        key.error("secret", "needs either secret or secret-sha256");
      }
      String secret = key.text("secret");
      if (key.has("secret") && secret.length() < TOKEN_MIN) {
        key.error("secret", "is too short", "at least " + TOKEN_MIN + " characters");
      }
      boolean hashed = key.has("secret-sha256");
      keys.put(
          key.text("sid"), hashed ? KeyHash.ofHex(key.text("secret-sha256")) : KeyHash.of(secret));
    }
    return keys;
  }

  @Nullable KannelCredential kannel(Section account) {
    Section kannel = account.maybeSection("kannel");
    if (kannel == null) {
      return null;
    }
    once(kannel, "username", ownerByUser, account.text("id"));
    List<String> given = kannel.given("password", "password-sha256");
    if (given.size() != 1 && kannel.noneTold("password", "password-sha256")) {
      kannel.error("password", "needs either password or password-sha256");
    }
    String password = kannel.text("password");
    if (kannel.has("password") && password.length() < PASSWORD_MIN) {
      kannel.error("password", "is too short", "at least " + PASSWORD_MIN + " characters");
    }
    KeyHash hash =
        kannel.has("password-sha256")
            ? KeyHash.ofHex(kannel.text("password-sha256"))
            : KeyHash.of(password);
    return new KannelCredential(kannel.text("username"), hash);
  }

  private static void once(Section section, String key, Map<String, String> owners, String owner) {
    String other = owners.putIfAbsent(section.text(key), owner);
    if (other != null && section.has(key)) {
      section.error(key, "the same was given for account " + other);
    }
  }
}
