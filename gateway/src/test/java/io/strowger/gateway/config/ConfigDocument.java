package io.strowger.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The reference part of docs/configuration.md, made from the schema. */
final class ConfigDocument {
  private static final String BEGIN = "<!-- keys: begin -->\n";
  private static final String END = "<!-- keys: end -->\n";

  private ConfigDocument() {}

  /** The document with its reference part replaced. */
  static String inside(String document, String reference) {
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    return document.substring(0, begin) + reference + document.substring(end);
  }

  static String of(ConfigSchema schema) {
    StringBuilder text = new StringBuilder();
    section(text, "the whole file", "", schema.root());
    return text.toString();
  }

  private static void section(StringBuilder text, String title, String prefix, JsonNode schema) {
    text.append("\n### ").append(title).append("\n\n");
    text.append(schema.path("description").asText()).append("\n\n");
    text.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (String key : ConfigSchema.keys(schema)) {
      row(text, key, ConfigSchema.ofKey(schema, key), schema);
    }
    for (String key : ConfigSchema.keys(schema)) {
      JsonNode child = ConfigSchema.ofKey(schema, key);
      String path = prefix + key;
      if (child.has("properties")) {
        section(text, "`" + path + "`", path + ".", child);
      } else if (child.path("items").has("properties")) {
        section(text, "`" + path + "[]`", path + "[].", child.path("items"));
      }
    }
  }

  private static void row(StringBuilder text, String key, JsonNode schema, JsonNode parent) {
    boolean required =
        StreamSupport.stream(parent.path("required").spliterator(), false)
            .anyMatch(name -> name.asText().equals(key));
    String fallback = required ? "required" : defaultOf(schema);
    String later = schema.path("x-later").asBoolean() ? " *Not active in this version.*" : "";
    String restart = schema.path("x-restart").asBoolean() ? " Changes with a restart." : "";
    text.append(
        "| `%s` | %s | %s | %s%s%s |\n"
            .formatted(
                key, value(schema), fallback, schema.path("description").asText(), restart, later));
  }

  private static String defaultOf(JsonNode schema) {
    JsonNode value = schema.path("default");
    boolean shown = !value.isMissingNode() && !value.isObject() && !value.asText("x").isEmpty();
    return shown ? "`" + (value.isTextual() ? value.asText() : value.toString()) + "`" : "";
  }

  private static String value(JsonNode schema) {
    if (schema.has("x-minimum")) {
      return "%s, %s to %s"
          .formatted(
              schema.path("x-kind").asText(),
              schema.path("x-minimum").asText(),
              schema.path("x-maximum").asText());
    }
    if (schema.has("properties")) {
      return schema.path("type").isArray() ? "see below" : "mapping, see below";
    }
    if (schema.path("type").asText().equals("array")) {
      JsonNode items = schema.path("items");
      return items.has("properties") ? "list, see below" : "list of: " + value(items);
    }
    if (schema.path("type").asText().equals("object")) {
      return "mapping: " + schema.path("x-key").asText("any key") + " to a value";
    }
    if (schema.path("type").asText().equals("boolean")) {
      return "true, false";
    }
    String allowed = SchemaCheck.allowed(schema);
    String words =
        StreamSupport.stream(schema.path("enum").spliterator(), false)
            .map(JsonNode::asText)
            .distinct()
            .map(word -> "`" + word + "`")
            .collect(Collectors.joining(", "));
    return !words.isEmpty() ? words : allowed == null ? "text" : allowed.replace("|", "\\|");
  }
}
