package io.strowger.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The schema's verdict in our words. What is wrong is then taken out of the tree, so that the
 * checks that follow speak only of what could be read.
 */
final class SchemaCheck {
  private static final int QUOTED_MAX = 64;

  private final ConfigSchema schema;
  private final YamlFile file;
  private final ConfigProblems problems;
  private final List<Place> wrong = new ArrayList<>();

  SchemaCheck(ConfigSchema schema, YamlFile file, ConfigProblems problems) {
    this.schema = schema;
    this.file = file;
    this.problems = problems;
  }

  /** One value: its way from the root, its pointer, what it is and what it should be. */
  private record Place(List<Object> way, Pointer pointer, JsonNode value, JsonNode schema) {}

  void check(ObjectNode tree) {
    Set<ValidationMessage> messages = schema.validate(tree);
    // A value of the wrong type breaks further rules; only the first is worth telling.
    Set<String> wrongTypes =
        messages.stream()
            .filter(message -> message.getType().equals("type"))
            .map(message -> message.getInstanceLocation().toString())
            .collect(Collectors.toSet());
    for (ValidationMessage message : messages) {
      if (!message.getType().equals("type")
          && wrongTypes.contains(message.getInstanceLocation().toString())) {
        continue;
      }
      Place place = place(tree, message.getInstanceLocation());
      String property = Objects.requireNonNullElse(message.getProperty(), "");
      switch (message.getType()) {
        case "additionalProperties" -> unknownKey(place, property);
        case "propertyNames" -> wrongKey(place, property);
        case "required" -> missingKey(place, property);
        case "type" -> wrongType(place);
        default -> wrongValue(place, message.getType());
      }
    }
    wrong.forEach(place -> takeOut(tree, place));
  }

  private Place place(JsonNode tree, JsonNodePath location) {
    List<Object> way = new ArrayList<>();
    Pointer pointer = Pointer.ROOT;
    JsonNode value = tree;
    JsonNode here = schema.root();
    for (int i = 0; i < location.getNameCount(); i++) {
      Object step = location.getElement(i);
      way.add(step);
      if (step instanceof Integer index) {
        pointer = pointer.index(index);
        value = value.path(index);
        here = ConfigSchema.ofItem(here);
      } else {
        String key = step.toString();
        pointer = pointer.key(key);
        value = value.path(key);
        here = ConfigSchema.ofKey(here, key);
      }
    }
    return new Place(way, pointer, value, here);
  }

  private void unknownKey(Place place, String key) {
    List<String> known = ConfigSchema.keys(place.schema);
    Pointer pointer = place.pointer.key(key);
    String hint = Suggestions.hint(key, known);
    if (hint.isEmpty()) {
      hint = belongsElsewhere(key, place.schema);
    }
    problems.error(file.keyMark(pointer), pointer, "unknown key" + hint, String.join(", ", known));
    wrong.add(new Place(way(place, key), pointer, place.value.path(key), place.schema));
  }

  /** A key that stands one level too high. */
  private static String belongsElsewhere(String key, JsonNode schema) {
    for (String section : ConfigSchema.keys(schema)) {
      if (ConfigSchema.keys(ConfigSchema.ofKey(schema, section)).contains(key)) {
        return "; it belongs under \"" + section + "\"";
      }
    }
    return "";
  }

  private void wrongKey(Place place, String key) {
    Pointer pointer = place.pointer.key(key);
    String allowed = place.schema.path("x-key").asText("");
    problems.error(file.keyMark(pointer), pointer, "not a key for this place", allowed);
    wrong.add(new Place(way(place, key), pointer, place.value.path(key), place.schema));
  }

  private static List<Object> way(Place place, String key) {
    List<Object> way = new ArrayList<>(place.way);
    way.add(key);
    return way;
  }

  private void missingKey(Place place, String key) {
    Pointer pointer = place.pointer.key(key);
    if (file.unreadable().contains(pointer)) {
      return;
    }
    problems.error(
        file.valueMark(place.pointer),
        pointer,
        "required, and missing",
        allowed(ConfigSchema.ofKey(place.schema, key)));
  }

  private void wrongType(Place place) {
    if (file.unreadable().contains(place.pointer)) {
      wrong.add(place);
      return;
    }
    String message = "must be " + types(place.schema) + ", not " + kind(place.value);
    String unit = place.schema.path("x-kind").asText();
    if (place.value.isNumber() && (unit.equals("duration") || unit.equals("size"))) {
      message = place.value.asText() + " has no unit";
    } else if (place.value.isValueNode() && types(place.schema).contains("text")) {
      message += "; put it in quotes";
    }
    problems.error(file.valueMark(place.pointer), place.pointer, message, allowed(place.schema));
    wrong.add(place);
  }

  private void wrongValue(Place place, String keyword) {
    String message =
        switch (keyword) {
          case "enum" -> "is not one of the words allowed" + enumHint(place);
          case "minItems" -> "the list is too short";
          case "maxItems" -> "the list is too long";
          case "uniqueItems" -> "the list holds something twice";
          case "minLength" -> place.value.asText().isEmpty() ? "is empty" : "is too short";
          case "maxLength" -> "is too long";
          case "minimum", "exclusiveMinimum" -> "is too small";
          case "maximum", "exclusiveMaximum" -> "is too large";
          default -> "is not written as it must be";
        };
    problems.error(
        file.valueMark(place.pointer),
        place.pointer,
        quoted(place) + message,
        allowed(place.schema));
    wrong.add(place);
  }

  private String enumHint(Place place) {
    return file.isHidden(place.pointer)
        ? ""
        : Suggestions.hint(place.value.asText(), words(place.schema));
  }

  /** The value as it stands in the file, unless it is or may be a secret. */
  private String quoted(Place place) {
    return quoted(place.value, place.schema, file.isHidden(place.pointer));
  }

  static String quoted(JsonNode value, JsonNode schema, boolean hidden) {
    String text = value.asText();
    boolean secret = hidden || schema.path("x-secret").asBoolean();
    if (!value.isValueNode() || secret || text.isEmpty() || text.length() > QUOTED_MAX) {
      return "";
    }
    return value.isTextual() ? "\"" + text + "\" " : text + " ";
  }

  /** What would be right, in words; null when the schema has nothing to say. */
  static @Nullable String allowed(JsonNode schema) {
    if (schema.has("x-allowed")) {
      return schema.path("x-allowed").asText();
    }
    if (schema.has("enum")) {
      return String.join(", ", words(schema));
    }
    if (schema.has("minimum") && schema.has("maximum")) {
      return schema.path("minimum").asText() + " to " + schema.path("maximum").asText();
    }
    if (schema.has("minimum")) {
      return "at least " + schema.path("minimum").asText();
    }
    if (schema.has("exclusiveMinimum")) {
      return "more than " + schema.path("exclusiveMinimum").asText();
    }
    if (schema.has("maxLength")) {
      return "up to " + schema.path("maxLength").asText() + " characters";
    }
    if (schema.has("maxItems")) {
      return "%d to %s entries".formatted(schema.path("minItems").asInt(), schema.path("maxItems"));
    }
    return schema.has("properties") ? String.join(", ", ConfigSchema.keys(schema)) : null;
  }

  private static List<String> words(JsonNode schema) {
    return StreamSupport.stream(schema.path("enum").spliterator(), false)
        .map(JsonNode::asText)
        .distinct()
        .toList();
  }

  private static String types(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (!type.isArray()) {
      return typeWord(type.asText());
    }
    return StreamSupport.stream(type.spliterator(), false)
        .map(word -> typeWord(word.asText()))
        .collect(Collectors.joining(" or "));
  }

  private static String typeWord(String type) {
    return switch (type) {
      case "object" -> "a mapping";
      case "array" -> "a list";
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      default -> "true or false";
    };
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "a mapping";
      case ARRAY -> "a list";
      case STRING -> "a text";
      case NUMBER -> value.isIntegralNumber() ? "a whole number" : "a fraction";
      case BOOLEAN -> "true or false";
      default -> "nothing";
    };
  }

  private static void takeOut(JsonNode tree, Place place) {
    JsonNode parent = tree;
    List<Object> way = place.way;
    for (Object step : way.subList(0, Math.max(0, way.size() - 1))) {
      parent = step instanceof Integer index ? parent.path(index) : parent.path(step.toString());
    }
    if (way.isEmpty()) {
      return;
    }
    Object last = way.getLast();
    if (parent instanceof ArrayNode array && last instanceof Integer index) {
      array.setNull(index);
    } else if (parent instanceof ObjectNode object) {
      object.remove(last.toString());
    }
  }
}
