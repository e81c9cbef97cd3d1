package io.strowger.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Finds the values that the schema marks as needing a restart. */
final class FixedValues {
  private final YamlFile file;
  private final List<FixedValue> found = new ArrayList<>();

  private FixedValues(YamlFile file) {
    this.file = file;
  }

  static List<FixedValue> in(ObjectNode tree, JsonNode schema, YamlFile file) {
    FixedValues values = new FixedValues(file);
    values.collect(tree, schema, Pointer.ROOT);
    return List.copyOf(values.found);
  }

  private void collect(JsonNode node, JsonNode schema, Pointer pointer) {
    for (String key : ConfigSchema.keys(schema)) {
      JsonNode child = ConfigSchema.ofKey(schema, key);
      Pointer at = pointer.key(key);
      JsonNode value = node.path(key);
      if (child.path("x-restart").asBoolean()) {
        Mark mark = file.valueMark(at);
        String text = value.isMissingNode() ? "not given" : value.toString();
        if (file.isHidden(at)) {
          text = FixedValue.HIDDEN + text.hashCode();
        }
        found.add(new FixedValue(at.path(), text, mark.line(), mark.column()));
      } else {
        collect(value, child, at);
      }
    }
  }
}
