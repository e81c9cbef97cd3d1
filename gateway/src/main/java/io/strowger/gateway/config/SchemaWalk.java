package io.strowger.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strowger.gateway.account.Network;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the schema says beyond draft 2020-12: bounds of durations and sizes, ports, PEM files, keys
 * of later versions; and its defaults, written into the tree where the file is silent.
 */
final class SchemaWalk {
  private static final int MAX_PORT = 65_535;

  private final ConfigContext context;
  private final PemFiles pemFiles;

  SchemaWalk(ConfigContext context) {
    this.context = context;
    this.pemFiles = new PemFiles(context);
  }

  void walk(ObjectNode tree, JsonNode schema) {
    object(tree, schema, Pointer.ROOT);
  }

  private void object(ObjectNode object, JsonNode schema, Pointer pointer) {
    for (String key : ConfigSchema.keys(schema)) {
      JsonNode value = ConfigSchema.ofKey(schema, key).path("default");
      // Where a wrong value was taken out, a default would only lead to further, false problems.
      boolean told = context.problems().hasErrorAt(pointer.key(key));
      if (!value.isMissingNode() && !object.has(key) && !told) {
        object.set(key, value.deepCopy());
      }
    }
    for (Map.Entry<String, JsonNode> field : object.deepCopy().properties()) {
      String key = field.getKey();
      Pointer child = pointer.key(key);
      JsonNode childSchema = ConfigSchema.ofKey(schema, key);
      if (childSchema.path("x-later").asBoolean()) {
        context
            .problems()
            .warning(context.file().keyMark(child), child, "accepted, not active in this version");
      } else if (!value(object.path(key), childSchema, child)) {
        object.remove(key);
      }
    }
  }

  /** False when the value is out of bounds; then it is told. */
  private boolean value(JsonNode value, JsonNode schema, Pointer pointer) {
    switch (value) {
      case ObjectNode object -> object(object, schema, pointer);
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          if (!value(array.get(i), ConfigSchema.ofItem(schema), pointer.index(i))) {
            array.setNull(i);
          }
        }
      }
      default -> {
        String wrong = value.isTextual() ? wrong(value.asText(), schema, pointer) : null;
        if (wrong != null) {
          if (!isFile(schema)) {
            boolean hidden = context.file().isHidden(pointer);
            wrong = SchemaCheck.quoted(value, schema, hidden) + wrong;
          }
          String allowed = isFile(schema) ? null : allowed(schema);
          context.problems().error(context.file().valueMark(pointer), pointer, wrong, allowed);
          return false;
        }
      }
    }
    return true;
  }

  private @Nullable String wrong(String text, JsonNode schema, Pointer pointer) {
    return switch (schema.path("x-kind").asText()) {
      case "duration" -> duration(Quantities.duration(text), schema);
      case "size" -> size(Quantities.size(text), schema);
      case "listen" -> port(text, 0);
      case "peer" -> port(text, 1);
      case "certificate" -> pemFiles.certificate(text, pointer);
      case "key" -> pemFiles.key(text);
      case "network" -> network(text);
      default -> null;
    };
  }

  private static boolean isFile(JsonNode schema) {
    String kind = schema.path("x-kind").asText();
    return kind.equals("certificate") || kind.equals("key");
  }

  private static @Nullable String duration(Duration duration, JsonNode schema) {
    String least = schema.path("x-minimum").asText("0ms");
    String most = schema.path("x-maximum").asText("999999999d");
    if (duration.compareTo(Quantities.duration(least)) < 0) {
      return "is too short";
    }
    return duration.compareTo(Quantities.duration(most)) > 0 ? "is too long" : null;
  }

  private static @Nullable String size(long octets, JsonNode schema) {
    if (octets < Quantities.size(schema.path("x-minimum").asText("0B"))) {
      return "is too small";
    }
    return octets > Quantities.size(schema.path("x-maximum").asText("999999999GiB"))
        ? "is too large"
        : null;
  }

  private static @Nullable String network(String text) {
    try {
      Network _ = Network.parse(text);
      return null;
    } catch (IllegalArgumentException e) {
      return "is no address, or no block of addresses";
    }
  }

  private static @Nullable String port(String address, int least) {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    return port < least || port > MAX_PORT ? "has a port that does not exist" : null;
  }

  private static @Nullable String allowed(JsonNode schema) {
    if (schema.has("x-minimum") && schema.has("x-maximum")) {
      return schema.path("x-minimum").asText() + " to " + schema.path("x-maximum").asText();
    }
    return SchemaCheck.allowed(schema);
  }
}
