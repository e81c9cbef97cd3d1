package io.strowger.gateway.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strowger.gateway.account.KeyHash;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that the API has made, with the keys that accounts have in the configuration file;
 * what can be kept as a hash is. Immutable. References are not followed: who may call the API may
 * not for that reason read files.
 */
public final class ManagedAccounts {
  /** In the store's directory. */
  public static final String FILE = "accounts.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final List<ObjectNode> accounts;

  private ManagedAccounts(List<ObjectNode> accounts) {
    this.accounts = List.copyOf(accounts);
  }

  /**
   * @param text empty for none
   * @return null when it is not what {@link #text} has written
   */
  public static @Nullable ManagedAccounts parse(String text) {
    if (text.isEmpty()) {
      return new ManagedAccounts(List.of());
    }
    try {
      List<ObjectNode> accounts = new ArrayList<>();
      JsonNode list = JSON.readTree(text).path("accounts");
      for (JsonNode account : list) {
        if (!(account instanceof ObjectNode object)) {
          return null;
        }
        accounts.add(object);
      }
      return list.isArray() ? new ManagedAccounts(accounts) : null;
    } catch (JsonProcessingException _) {
      return null;
    }
  }

  /** What goes into the file. */
  public String text() {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("accounts").addAll(accounts);
    return root.toPrettyString() + "\n";
  }

  List<ObjectNode> accounts() {
    return accounts;
  }

  /** A copy; null when there is none of this id. */
  public @Nullable ObjectNode find(String id) {
    for (ObjectNode account : accounts) {
      if (account.path("id").asText().equals(id)) {
        return account.deepCopy();
      }
    }
    return null;
  }

  /** With this account last, so that it is the one at which a clash with another is told. */
  public ManagedAccounts with(String id, ObjectNode account) {
    List<ObjectNode> changed = new ArrayList<>(without(id).accounts);
    changed.add(account);
    return new ManagedAccounts(changed);
  }

  public ManagedAccounts without(String id) {
    return new ManagedAccounts(
        accounts.stream().filter(account -> !account.path("id").asText().equals(id)).toList());
  }

  /** Where problems of the account stand that {@link #with} has put last. */
  public String lastKey() {
    return "accounts[" + (accounts.size() - 1) + "]";
  }

  /** A merge patch (RFC 7396): null takes a key away, a mapping changes what it names. */
  public static ObjectNode patched(ObjectNode account, ObjectNode patch) {
    ObjectNode result = account.deepCopy();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        result.remove(field.getKey());
      } else if (value instanceof ObjectNode inner) {
        ObjectNode before =
            result.get(field.getKey()) instanceof ObjectNode object ? object : result.objectNode();
        result.set(field.getKey(), patched(before, inner));
      } else {
        result.set(field.getKey(), value);
      }
    }
    return result;
  }

  /** With the hashes of keys and passwords in place of these, where a hash is enough. */
  public static ObjectNode hashed(ObjectNode account) {
    ObjectNode result = account.deepCopy();
    gather(result, "api-key-sha256", "api-key", "api-keys");
    if (result.get("smpp") instanceof ObjectNode smpp) {
      gather(smpp, "password-sha256", "password", "passwords");
    }
    if (result.get("kannel") instanceof ObjectNode kannel && kannel.has("password")) {
      String hash = KeyHash.of(kannel.path("password").asText()).hex();
      kannel.remove("password");
      kannel.put("password-sha256", hash);
    }
    for (JsonNode key : result.path("twilio").path("api-keys")) {
      if (key instanceof ObjectNode one && one.has("secret")) {
        String hash = KeyHash.of(one.path("secret").asText()).hex();
        one.remove("secret");
        one.put("secret-sha256", hash);
      }
    }
    return result;
  }

  private static void gather(ObjectNode node, String hashKey, String... plainKeys) {
    Set<String> hashes = new LinkedHashSet<>(texts(node.path(hashKey)));
    for (String key : plainKeys) {
      for (String plain : texts(node.path(key))) {
        hashes.add(KeyHash.of(plain).hex());
      }
      node.remove(key);
    }
    put(node, hashKey, hashes);
  }

  private static void put(ObjectNode node, String key, Set<String> hashes) {
    node.remove(key);
    if (!hashes.isEmpty()) {
      ArrayNode list = node.putArray(key);
      hashes.forEach(list::add);
    }
  }

  private static List<String> texts(JsonNode oneOrMore) {
    List<String> texts = new ArrayList<>();
    if (oneOrMore.isArray()) {
      oneOrMore.forEach(item -> texts.add(item.asText()));
    } else if (oneOrMore.isTextual()) {
      texts.add(oneOrMore.asText());
    }
    return texts;
  }

  /** Which of an account's credentials are meant. */
  public enum Kind {
    API_KEY,
    SMPP_PASSWORD
  }

  /** Hashes as they stand in an account that is {@link #hashed}; small digits. */
  public static Set<String> hashes(ObjectNode account, Kind kind) {
    Set<String> hashes = new LinkedHashSet<>();
    for (String hash : texts(holder(account, kind).path(key(kind)))) {
      hashes.add(KeyHash.ofHex(hash).hex());
    }
    return hashes;
  }

  /** With these hashes alone. */
  public static ObjectNode withHashes(ObjectNode account, Kind kind, Set<String> hashes) {
    ObjectNode result = account.deepCopy();
    put(holder(result, kind), key(kind), hashes);
    return result;
  }

  private static String key(Kind kind) {
    return kind == Kind.API_KEY ? "api-key-sha256" : "password-sha256";
  }

  private static ObjectNode holder(ObjectNode account, Kind kind) {
    if (kind == Kind.API_KEY) {
      return account;
    }
    return account.get("smpp") instanceof ObjectNode smpp ? smpp : account.putObject("smpp");
  }
}
