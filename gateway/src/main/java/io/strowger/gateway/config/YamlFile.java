package io.strowger.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * YAML text to a JSON tree that remembers where everything stood. SnakeYAML's composer gives the
 * nodes; typing the scalars is ours, since YAML 1.1 reads {@code no} as false and {@code 1:30} as
 * ninety.
 */
final class YamlFile {
  private static final int MAX_DEPTH = 30;
  private static final int MAX_NODES = 200_000;
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9A-Fa-f]{1,8}");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ConfigProblems problems;
  private final References references;
  private final Map<Pointer, Mark> keys = new HashMap<>();
  private final Map<Pointer, Mark> values = new HashMap<>();
  private final Set<Pointer> hidden = new HashSet<>();
  private final Set<Pointer> unreadable = new HashSet<>();
  private int nodes;

  YamlFile(ConfigProblems problems, References references) {
    this.problems = problems;
    this.references = references;
  }

  /** The tree, or null when the text is not YAML; then the problem is told. */
  @Nullable ObjectNode parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(100);
    Node root;
    try {
      root = new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      // getMessage() would quote the line, and with it perhaps a password.
      problems.error(mark(e.getProblemMark()), Pointer.ROOT, "not YAML: " + e.getProblem());
      return null;
    } catch (YAMLException e) {
      problems.error(Mark.NONE, Pointer.ROOT, "not YAML: " + e.getMessage());
      return null;
    }
    if (!(root instanceof MappingNode mapping)) {
      problems.error(
          root == null ? Mark.NONE : mark(root.getStartMark()),
          Pointer.ROOT,
          root == null ? "the file is empty" : "the file must be a mapping of keys to values");
      return null;
    }
    values.put(Pointer.ROOT, mark(root.getStartMark()));
    return object(mapping, Pointer.ROOT, 0);
  }

  /** Where a value stands; that of the nearest enclosing one when it is absent. */
  Mark valueMark(Pointer pointer) {
    return problems.isManaged(pointer) ? Mark.NONE : nearest(values, pointer);
  }

  /** Where a key stands. */
  Mark keyMark(Pointer pointer) {
    Mark mark = keys.get(pointer);
    return mark != null ? mark : valueMark(pointer);
  }

  /** True when the value came from outside the file, so that no problem may show it. */
  boolean isHidden(Pointer pointer) {
    return hidden.contains(pointer);
  }

  /** Values whose reference could not be followed; already told. */
  Set<Pointer> unreadable() {
    return unreadable;
  }

  private static Mark nearest(Map<Pointer, Mark> marks, Pointer pointer) {
    String path = pointer.path();
    while (true) {
      Mark mark = marks.get(new Pointer(path));
      if (mark != null) {
        return mark;
      }
      if (path.isEmpty()) {
        return Mark.NONE;
      }
      int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
      path = cut < 0 ? "" : path.substring(0, cut);
    }
  }

  private @Nullable JsonNode node(Node node, Pointer pointer, int depth) {
    values.put(pointer, mark(node.getStartMark()));
    // Aliases may share nodes, but a shared node under itself, or a tree of them, has no end.
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      if (nodes <= MAX_NODES + 1) {
        problems.error(mark(node.getStartMark()), pointer, "nested too deeply or too large");
      }
      nodes = MAX_NODES + 1;
      return null;
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, pointer, depth);
      case SequenceNode sequence -> array(sequence, pointer, depth);
      case ScalarNode scalar -> scalar(scalar, pointer);
      default -> null;
    };
  }

  private ObjectNode object(MappingNode mapping, Pointer pointer, int depth) {
    ObjectNode object = NODES.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      Mark at = mark(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.error(at, pointer, "a key must be a plain word");
        continue;
      }
      String name = key.getValue();
      Pointer child = pointer.key(name);
      if (name.equals("<<")) {
        problems.error(at, child, "merge keys are not supported; an alias of a whole value is");
        continue;
      }
      if (keys.containsKey(child)) {
        problems.error(at, child, "given twice; the first stands in line " + keyMark(child).line());
        continue;
      }
      keys.put(child, at);
      JsonNode value = node(tuple.getValueNode(), child, depth + 1);
      // A key without a value is a key whose lines were commented out: its default holds.
      if (value != null && !value.isNull()) {
        object.set(name, value);
      }
    }
    return object;
  }

  private ArrayNode array(SequenceNode sequence, Pointer pointer, int depth) {
    ArrayNode array = NODES.arrayNode();
    for (Node item : sequence.getValue()) {
      JsonNode value = node(item, pointer.index(array.size()), depth + 1);
      // A place is kept for what cannot be read, so that indexes still match the file.
      array.add(value == null ? NODES.nullNode() : value);
    }
    return array;
  }

  private @Nullable JsonNode scalar(ScalarNode scalar, Pointer pointer) {
    switch (references.resolve(scalar.getValue())) {
      case References.Failed(String why) -> {
        problems.error(mark(scalar.getStartMark()), pointer, why);
        hidden.add(pointer);
        unreadable.add(pointer);
        return NODES.nullNode();
      }
      case References.Text(String text, boolean followed) -> {
        if (followed) {
          hidden.add(pointer);
          problems.hide(text);
        }
        return scalar.isPlain() ? typed(text) : NODES.textNode(text);
      }
    }
  }

  /** The core schema of YAML 1.2, except that {@code +39} stays a text: it begins a number. */
  private static JsonNode typed(String text) {
    return switch (text) {
      case "", "~", "null" -> NODES.nullNode();
      case "true" -> NODES.booleanNode(true);
      case "false" -> NODES.booleanNode(false);
      default -> {
        if (HEXADECIMAL.matcher(text).matches()) {
          yield NODES.numberNode(Long.parseLong(text.substring(2), 16));
        }
        if (DECIMAL.matcher(text).matches()) {
          yield text.indexOf('.') < 0 && text.length() <= 18
              ? NODES.numberNode(Long.parseLong(text))
              : NODES.numberNode(new BigDecimal(text));
        }
        yield NODES.textNode(text);
      }
    };
  }

  private static Mark mark(org.yaml.snakeyaml.error.@Nullable Mark mark) {
    return mark == null ? Mark.NONE : new Mark(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
