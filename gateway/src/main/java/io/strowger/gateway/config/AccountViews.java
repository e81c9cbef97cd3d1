package io.strowger.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.SmppCredential;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The checked tree's accounts without what nobody may see. */
final class AccountViews {
  private static final Pointer ACCOUNTS = Pointer.ROOT.key("accounts");

  private final ConfigContext context;
  private final JsonNode schema;

  AccountViews(ConfigContext context, JsonNode rootSchema) {
    this.context = context;
    this.schema = ConfigSchema.ofItem(ConfigSchema.ofKey(rootSchema, "accounts"));
  }

  /**
   * @param accounts in the order of the tree
   */
  List<AccountView> of(ObjectNode tree, List<Account> accounts) {
    List<AccountView> views = new ArrayList<>();
    for (int i = 0; i < accounts.size(); i++) {
      Account account = accounts.get(i);
      Pointer pointer = ACCOUNTS.index(i);
      JsonNode node = tree.path("accounts").path(i);
      SmppCredential smpp = account.credentials().smpp();
      views.add(
          new AccountView(
              account.id(),
              context.problems().isManaged(pointer),
              account.admin(),
              shown(node, schema, pointer).toString(),
              KeyHash.of(node.toString()).hex(),
              hexes(account.credentials().apiKeys()),
              smpp == null ? List.of() : hexes(smpp.passwords())));
    }
    return List.copyOf(views);
  }

  private static List<String> hexes(Collection<KeyHash> hashes) {
    return hashes.stream().map(KeyHash::hex).sorted().toList();
  }

  private JsonNode shown(JsonNode node, JsonNode rules, Pointer pointer) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = object.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          JsonNode inner = ConfigSchema.ofKey(rules, field.getKey());
          Pointer child = pointer.key(field.getKey());
          if (!isSecret(inner) && !context.file().isHidden(child)) {
            copy.set(field.getKey(), shown(field.getValue(), inner, child));
          }
        }
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = array.arrayNode();
        for (int i = 0; i < array.size(); i++) {
          Pointer child = pointer.index(i);
          if (!context.file().isHidden(child)) {
            copy.add(shown(array.get(i), ConfigSchema.ofItem(rules), child));
          }
        }
        yield copy;
      }
      default -> node;
    };
  }

  private static boolean isSecret(JsonNode rules) {
    return rules.path("x-secret").asBoolean()
        || ConfigSchema.ofItem(rules).path("x-secret").asBoolean();
  }
}
