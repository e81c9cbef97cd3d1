package io.strowger.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shipped JSON schema (draft 2020-12): what editors complete from, what files are validated
 * with, and the only place of defaults, bounds and descriptions.
 */
final class ConfigSchema {
  static final String RESOURCE = "strowger.schema.json";
  private static final JsonNode NONE = MissingNode.getInstance();

  private final ObjectNode root;
  private final JsonSchema validator;

  private ConfigSchema(ObjectNode root, JsonSchema validator) {
    this.root = root;
    this.validator = validator;
  }

  static ConfigSchema shipped() {
    ObjectNode shipped;
    try (InputStream in = ConfigSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      shipped = (ObjectNode) new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // References are written out once, so that a key's schema is whole wherever it is met.
    JsonNode definitions = shipped.remove("$defs");
    ObjectNode root = (ObjectNode) expanded(shipped, definitions);
    JsonMetaSchema draft =
        JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .unknownKeywordFactory((keyword, _) -> new NonValidationKeyword(keyword))
            .build();
    JsonSchema validator =
        JsonSchemaFactory.getInstance(
                VersionFlag.V202012,
                factory -> factory.defaultMetaSchemaIri(draft.getIri()).metaSchema(draft))
            .getSchema(root);
    return new ConfigSchema(root, validator);
  }

  JsonNode root() {
    return root;
  }

  Set<ValidationMessage> validate(JsonNode tree) {
    return validator.validate(tree);
  }

  /** The schema of a key; missing when the key is unknown. */
  static JsonNode ofKey(JsonNode schema, String key) {
    JsonNode named = schema.path("properties").path(key);
    if (!named.isMissingNode()) {
      return named;
    }
    for (Map.Entry<String, JsonNode> pattern : schema.path("patternProperties").properties()) {
      if (key.matches(pattern.getKey())) {
        return pattern.getValue();
      }
    }
    JsonNode others = schema.path("additionalProperties");
    return others.isObject() ? others : NONE;
  }

  static JsonNode ofItem(JsonNode schema) {
    return schema.path("items");
  }

  /** The keys an object may hold, in the order of the schema. */
  static List<String> keys(JsonNode schema) {
    List<String> keys = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static JsonNode expanded(JsonNode node, JsonNode definitions) {
    return switch (node) {
      case ObjectNode object -> expandedObject(object, definitions);
      case ArrayNode array -> {
        ArrayNode result = array.arrayNode();
        array.forEach(item -> result.add(expanded(item, definitions)));
        yield result;
      }
      default -> node;
    };
  }

  private static ObjectNode expandedObject(ObjectNode object, JsonNode definitions) {
    ObjectNode result = object.objectNode();
    String reference = object.path("$ref").asText("");
    if (!reference.isEmpty()) {
      JsonNode target = definitions.path(reference.substring("#/$defs/".length()));
      if (!target.isObject()) {
        throw new IllegalStateException("schema: no definition " + reference);
      }
      result.setAll((ObjectNode) expanded(target, definitions));
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!field.getKey().equals("$ref")) {
        result.set(field.getKey(), expanded(field.getValue(), definitions));
      }
    }
    return result;
  }
}
