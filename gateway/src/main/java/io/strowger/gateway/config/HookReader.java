package io.strowger.gateway.config;

import io.strowger.gateway.account.HookAuthentication;
import io.strowger.gateway.account.HookPreset;
import io.strowger.gateway.account.HookRules;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.message.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The {@code hooks} of an account: a preset, and what is told otherwise. */
final class HookReader {
  private static final int SECRET_MIN = 16;
  private static final String[] SECRETS = {"secret", "secrets", "secret-sha256"};

  private HookReader() {}

  /** By name. The hooks are made, by the supplier, only when the whole file is good. */
  static Supplier<Map<String, HookRules>> read(Section account) {
    Map<String, Supplier<HookRules>> hooks = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (Section hook : account.sections("hooks")) {
      String name = hook.text("name");
      if (hook.has("name") && !names.add(name)) {
        hook.error("name", "\"" + name + "\" is also the name of another hook of the account");
      }
      hooks.put(name, readOne(account, hook));
    }
    return () -> {
      Map<String, HookRules> made = new HashMap<>();
      hooks.forEach((name, hook) -> made.put(name, hook.get()));
      return made;
    };
  }

  private static Supplier<HookRules> readOne(Section account, Section hook) {
    HookPreset preset =
        hook.has("preset") ? HookPreset.valueOf(enumName(hook.text("preset"))) : null;
    HookAuthentication authentication = authentication(account, hook, preset);
    boolean hasNumber = preset != null || hook.has("number");
    boolean hasText = preset != null || hook.has("text") || hook.has("code");
    if (!hasNumber && hook.noneTold("number", "preset")) {
      hook.error("number", "required where there is no preset");
    }
    if (!hasText && hook.noneTold("text", "code", "preset")) {
      hook.error("text", "a text or a code is required where there is no preset");
    }
    for (String key :
        List.of("number", "text", "code", "reference", "sender", "language", "idempotency-key")) {
      checkPlaces(hook, key);
    }
    Pattern codeInText = codeInText(hook);
    if (hook.text("body").equals("query")
        && authentication instanceof HookAuthentication.Signature) {
      hook.error("body", "a signature covers the body, not the query", "auto, json, form");
    }
    return () -> rules(hook, preset, authentication, codeInText);
  }

  private static HookRules rules(
      Section hook,
      @Nullable HookPreset preset,
      HookAuthentication authentication,
      @Nullable Pattern codeInText) {
    HookRules base = preset == null ? null : preset.rules(authentication);
    HookRules.Fields fields = base == null ? null : base.fields();
    HookRules.Answer answer = base == null ? HookRules.Answer.DEFAULT : base.answer();
    Section told = hook.section("answer");
    return new HookRules(
        hook.has("body")
            ? HookRules.Body.valueOf(enumName(hook.text("body")))
            : HookRules.Body.AUTO,
        new HookRules.Fields(
            places(hook, "number", fields == null ? List.of() : fields.number()),
            places(hook, "text", fields == null ? List.of() : fields.text()),
            places(hook, "code", fields == null ? List.of() : fields.code()),
            places(hook, "reference", fields == null ? List.of() : fields.reference()),
            places(hook, "sender", fields == null ? List.of() : fields.sender()),
            places(hook, "language", fields == null ? List.of() : fields.language()),
            places(hook, "idempotency-key", fields == null ? List.of() : fields.idempotencyKey())),
        codeInText,
        hook.has("international-numbers")
            ? hook.flag("international-numbers")
            : base != null && base.internationalNumbers(),
        authentication,
        new HookRules.Answer(
            told.has("status") ? told.integer("status") : answer.status(),
            told.has("content-type") ? told.text("content-type") : answer.contentType(),
            told.has("body") ? told.text("body") : answer.body()),
        hook.has("errors")
            ? HookRules.Errors.valueOf(enumName(hook.text("errors")))
            : base == null ? HookRules.Errors.PROBLEM : base.errors());
  }

  private static String enumName(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static List<String> places(Section hook, String key, List<String> otherwise) {
    return hook.has(key)
        ? hook.oneOrMore(key).stream().map(item -> item.value().asText()).toList()
        : otherwise;
  }

  /** RFC 6901 section 3: a tilde stands before 0 or 1. */
  private static void checkPlaces(Section hook, String key) {
    if (!hook.has(key)) {
      return;
    }
    for (Section.Item item : hook.oneOrMore(key)) {
      String place = item.value().asText();
      if (place.startsWith("/") && place.matches(".*~(?![01]).*")) {
        hook.error(item.pointer(), "is not a JSON pointer", "~0 for a tilde, ~1 for a slash");
      }
    }
  }

  private static @Nullable Pattern codeInText(Section hook) {
    if (!hook.has("code-in-text")) {
      return null;
    }
    try {
      return Pattern.compile(hook.text("code-in-text"));
    } catch (PatternSyntaxException e) {
      hook.error("code-in-text", "is not a regular expression: " + e.getDescription());
      return null;
    }
  }

  private static HookAuthentication authentication(
      Section account, Section hook, @Nullable HookPreset preset) {
    String method =
        hook.has("authentication")
            ? hook.text("authentication")
            : preset == HookPreset.SUPABASE ? "signature" : "api-key";
    belongs(hook, "username", method, "basic");
    belongs(hook, "header", method, "header");
    belongs(hook, "parameter", method, "parameter");
    return switch (method) {
      case "basic" -> {
        Set<KeyHash> passwords = secrets(hook, method, true);
        if (passwords.size() > 1) {
          hook.error("secrets", "basic has one password", "secret, or secret-sha256");
        }
        KeyHash password = passwords.isEmpty() ? KeyHash.of("") : passwords.iterator().next();
        yield new HookAuthentication.Basic(hook.text("username"), password);
      }
      case "header" ->
          new HookAuthentication.Header(hook.text("header"), secrets(hook, method, false));
      case "parameter" ->
          new HookAuthentication.Parameter(hook.text("parameter"), secrets(hook, method, false));
      case "signature" -> new HookAuthentication.Signature(signingSecrets(hook));
      default -> {
        for (String key : hook.given(SECRETS)) {
          hook.error(key, "only with another authentication than api-key");
        }
        boolean keys = !account.given("api-key", "api-keys", "api-key-sha256").isEmpty();
        if (!keys && account.noneTold("api-key", "api-keys", "api-key-sha256")) {
          hook.warning("is opened by the account's API keys, and it has none");
        }
        yield new HookAuthentication.ApiKey();
      }
    };
  }

  /** A key that one method needs, and that no other knows. */
  private static void belongs(Section hook, String key, String method, String owner) {
    if (method.equals(owner) && !hook.has(key) && hook.noneTold(key)) {
      hook.error(key, "required with authentication: " + owner);
    } else if (!method.equals(owner) && hook.has(key)) {
      hook.error(key, "only with authentication: " + owner);
    }
  }

  private static Set<KeyHash> secrets(Section hook, String method, boolean required) {
    Set<KeyHash> hashes = new LinkedHashSet<>();
    for (String key : hook.given(SECRETS)) {
      boolean hashed = key.endsWith("sha256");
      for (Section.Item item : hook.oneOrMore(key)) {
        String value = item.value().asText();
        if (!hashed && value.length() < SECRET_MIN) {
          hook.error(item.pointer(), "is too short", "at least " + SECRET_MIN + " characters");
        }
        hashes.add(hashed ? KeyHash.ofHex(value) : KeyHash.of(value));
      }
    }
    if (hashes.isEmpty() && required && hook.noneTold(SECRETS)) {
      hook.error("secret", "required with authentication: " + method);
    }
    return hashes;
  }

  private static List<Secret> signingSecrets(Section hook) {
    List<Secret> secrets = new ArrayList<>();
    if (hook.has("secret-sha256")) {
      hook.error("secret-sha256", "a signature is checked with the secret itself", "secret");
    }
    for (String key : hook.given("secret", "secrets")) {
      for (Section.Item item : hook.oneOrMore(key)) {
        Secret secret = new Secret(item.value().asText());
        try {
          byte[] octets = HookAuthentication.Signature.key(secret);
          if (octets.length < SECRET_MIN) {
            hook.error(item.pointer(), "is too short", "at least " + SECRET_MIN + " octets");
          }
        } catch (IllegalArgumentException e) {
          hook.error(item.pointer(), "is not a signing secret", "base64, also after v1,whsec_");
        }
        secrets.add(secret);
      }
    }
    if (secrets.isEmpty() && hook.noneTold(SECRETS)) {
      hook.error("secret", "required with authentication: signature");
    }
    return secrets;
  }
}
