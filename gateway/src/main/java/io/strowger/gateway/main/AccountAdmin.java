package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.config.AccountView;
import io.strowger.gateway.config.ConfigProblem;
import io.strowger.gateway.config.ConfigResult.Loaded;
import io.strowger.gateway.config.ManagedAccounts;
import io.strowger.gateway.config.ManagedAccounts.Kind;
import io.strowger.gateway.http.AccountDirectory;
import io.strowger.gateway.main.Reloader.Offer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes of accounts by operators: one at a time, whole or not at all, each in the log. */
final class AccountAdmin implements AccountDirectory {
  private static final Logger audit = LoggerFactory.getLogger("io.strowger.gateway.audit");
  private static final int HASH_SHOWN = 8;
  private static final int KEY_OCTETS = 32;

  /** SMPP 3.4 section 5.2.2 takes no more characters. */
  private static final int PASSWORD_LENGTH = 8;

  /** No two look alike: passwords are still read out over the telephone. */
  private static final String PASSWORD_ALPHABET =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

  private final Reloader reloader;
  private final byte[] tagKey;
  private final SecureRandom random;

  AccountAdmin(Reloader reloader, byte[] tagKey, SecureRandom random) {
    this.reloader = reloader;
    this.tagKey = tagKey.clone();
    this.random = random;
  }

  @Override
  public List<Shown> accounts() {
    return reloader.inForce().accounts().stream()
        .sorted(Comparator.comparing(AccountView::id))
        .map(this::shown)
        .toList();
  }

  @Override
  public Outcome create(ObjectNode settings, Terms terms) {
    synchronized (reloader) {
      Loaded inForce = reloader.inForce();
      String id = settings.path("id").asText();
      if (view(inForce, id) != null) {
        return new Outcome.Ambiguous("There is an account of this id.");
      }
      // A patch of nothing: a field that is null is a field that is not there.
      ObjectNode account = ManagedAccounts.patched(settings.objectNode(), settings);
      return offered(id, managed(inForce).with(id, account), account, terms, "created");
    }
  }

  @Override
  public Outcome change(String id, ObjectNode patch, Terms terms) {
    synchronized (reloader) {
      Loaded inForce = reloader.inForce();
      ObjectNode before = managed(inForce).find(id);
      Outcome refusal = refusal(inForce, id, before, terms);
      if (refusal != null || before == null) {
        return refusal == null ? new Outcome.Absent() : refusal;
      }
      if (patch.has("id") && !patch.path("id").asText().equals(id)) {
        return new Outcome.Invalid(List.of(new Finding("/id", "cannot change", id)));
      }
      ObjectNode account = ManagedAccounts.patched(before, patch);
      return offered(id, managed(inForce).with(id, account), account, terms, "changed");
    }
  }

  @Override
  public Outcome delete(String id, Terms terms) {
    synchronized (reloader) {
      Loaded inForce = reloader.inForce();
      AccountView before = view(inForce, id);
      Outcome refusal = refusal(inForce, id, managed(inForce).find(id), terms);
      if (refusal != null || before == null) {
        return refusal == null ? new Outcome.Absent() : refusal;
      }
      ManagedAccounts without = managed(inForce).without(id);
      return switch (reloader.offer(without, terms.dryRun())) {
        case Offer.Good _ -> {
          told(terms, id, "deleted");
          yield new Outcome.Done(shown(before), null, null);
        }
        case Offer.Bad(var problems) -> new Outcome.Invalid(findings(problems, ""));
        case Offer.Failed(String reason) -> new Outcome.Failed(reason);
      };
    }
  }

  @Override
  public Outcome add(String id, Credential credential, Terms terms) {
    synchronized (reloader) {
      Loaded inForce = reloader.inForce();
      ObjectNode before = managed(inForce).find(id);
      Outcome refusal = refusal(inForce, id, before, terms);
      if (refusal != null || before == null) {
        return refusal == null ? new Outcome.Absent() : refusal;
      }
      Kind kind = kind(credential);
      if (kind == Kind.SMPP_PASSWORD && !before.has("smpp")) {
        Finding finding = new Finding("/smpp", "is missing: the account cannot bind", null);
        return new Outcome.Invalid(List.of(finding));
      }
      String secret = kind == Kind.API_KEY ? newKey() : newPassword();
      String hash = KeyHash.of(secret).hex();
      Set<String> hashes = new LinkedHashSet<>(ManagedAccounts.hashes(before, kind));
      hashes.add(hash);
      ObjectNode account = ManagedAccounts.withHashes(before, kind, hashes);
      String what = "given the " + words(kind) + " " + shortened(hash);
      Outcome outcome = offered(id, managed(inForce).with(id, account), account, terms, what);
      return outcome instanceof Outcome.Done done && !terms.dryRun()
          ? new Outcome.Done(done.account(), secret, shortened(hash))
          : outcome;
    }
  }

  @Override
  public Outcome remove(String id, Credential credential, String hashPrefix, Terms terms) {
    synchronized (reloader) {
      Loaded inForce = reloader.inForce();
      ObjectNode before = managed(inForce).find(id);
      Outcome refusal = refusal(inForce, id, before, terms);
      if (refusal != null || before == null) {
        return refusal == null ? new Outcome.Absent() : refusal;
      }
      Kind kind = kind(credential);
      Set<String> hashes = new LinkedHashSet<>(ManagedAccounts.hashes(before, kind));
      List<String> meant = hashes.stream().filter(h -> h.startsWith(hashPrefix)).toList();
      if (meant.size() != 1) {
        return meant.isEmpty()
            ? new Outcome.Absent()
            : new Outcome.Ambiguous("Several hashes begin like this; give more of it.");
      }
      hashes.remove(meant.getFirst());
      ObjectNode account = ManagedAccounts.withHashes(before, kind, hashes);
      String what = "deprived of the " + words(kind) + " " + shortened(meant.getFirst());
      return offered(id, managed(inForce).with(id, account), account, terms, what);
    }
  }

  /** Why the account cannot be changed; null when it can. */
  private @Nullable Outcome refusal(
      Loaded inForce, String id, @Nullable ObjectNode account, Terms terms) {
    AccountView view = view(inForce, id);
    if (view == null) {
      return new Outcome.Absent();
    }
    if (account == null) {
      return new Outcome.NotManaged();
    }
    String etag = etag(view);
    return terms.ifMatch().isEmpty() || terms.ifMatch().contains(etag)
        ? null
        : new Outcome.Changed(etag);
  }

  /** Judged as it was given, with its secrets, and kept with their hashes. */
  private Outcome offered(
      String id, ManagedAccounts plain, ObjectNode account, Terms terms, String what) {
    Offer judged = reloader.offer(plain, true);
    if (judged instanceof Offer.Good && !terms.dryRun()) {
      judged = reloader.offer(plain.with(id, ManagedAccounts.hashed(account)), false);
    }
    switch (judged) {
      case Offer.Bad(var problems) -> {
        return new Outcome.Invalid(findings(problems, plain.lastKey()));
      }
      case Offer.Failed(String reason) -> {
        return new Outcome.Failed(reason);
      }
      case Offer.Good(Loaded loaded) -> {
        AccountView view = view(loaded, id);
        if (view == null) {
          return new Outcome.Failed("The account is not there.");
        }
        told(terms, id, what);
        return new Outcome.Done(shown(view), null, null);
      }
    }
  }

  private static void told(Terms terms, String id, String what) {
    if (!terms.dryRun()) {
      audit.info("Account {} {} by {}", id, what, terms.caller());
    }
  }

  private static ManagedAccounts managed(Loaded loaded) {
    ManagedAccounts managed = ManagedAccounts.parse(loaded.texts().managed().reveal());
    if (managed == null) {
      throw new IllegalStateException("what is in force was read before");
    }
    return managed;
  }

  private static @Nullable AccountView view(Loaded loaded, String id) {
    for (AccountView view : loaded.accounts()) {
      if (view.id().equals(id)) {
        return view;
      }
    }
    return null;
  }

  private Shown shown(AccountView view) {
    return new Shown(
        view.id(),
        view.managed(),
        view.admin(),
        view.settings(),
        etag(view),
        view.keys().stream().map(AccountAdmin::shortened).toList(),
        view.passwords().stream().map(AccountAdmin::shortened).toList());
  }

  private static String shortened(String hash) {
    return hash.substring(0, HASH_SHOWN);
  }

  private String etag(AccountView view) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(tagKey, "HmacSHA256"));
      byte[] tag = mac.doFinal(view.hash().getBytes(StandardCharsets.US_ASCII));
      return '"' + HexFormat.of().formatHex(tag, 0, 8) + '"';
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA256", e);
    }
  }

  /**
   * @param key where the account stands among those of the API; empty for none of them
   */
  private static List<Finding> findings(List<ConfigProblem> problems, String key) {
    List<Finding> findings = new ArrayList<>();
    for (ConfigProblem problem : problems) {
      boolean inside = !key.isEmpty() && problem.line() == 0 && problem.key().startsWith(key);
      String pointer = inside ? pointer(problem.key().substring(key.length())) : null;
      String message = inside ? problem.message() : problem.key() + ": " + problem.message();
      findings.add(new Finding(pointer, message, problem.allowed()));
    }
    return List.copyOf(findings);
  }

  /** A JSON pointer (RFC 6901) from a path such as {@code .smpp.passwords[0]}. */
  private static String pointer(String path) {
    return path.replace("~", "~0").replace("/", "~1").replaceAll("[.\\[]", "/").replace("]", "");
  }

  private static Kind kind(Credential credential) {
    return switch (credential) {
      case API_KEY -> Kind.API_KEY;
      case SMPP_PASSWORD -> Kind.SMPP_PASSWORD;
    };
  }

  private static String words(Kind kind) {
    // Masking takes what follows the word password for one.
    return kind == Kind.API_KEY ? "API key" : "SMPP credential";
  }

  private String newKey() {
    byte[] octets = new byte[KEY_OCTETS];
    random.nextBytes(octets);
    return "strw_" + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  private String newPassword() {
    StringBuilder password = new StringBuilder(PASSWORD_LENGTH);
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      password.append(PASSWORD_ALPHABET.charAt(random.nextInt(PASSWORD_ALPHABET.length())));
    }
    return password.toString();
  }
}
