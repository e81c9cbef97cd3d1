package io.strowger.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file, checked and with its defaults. A value that was wrong, and was told,
 * reads as absent; a required one as a placeholder, since nothing is built from a file with errors.
 */
final class Section {
  private final ConfigContext context;
  private final ObjectNode node;
  private final Pointer pointer;

  Section(ConfigContext context, ObjectNode node, Pointer pointer) {
    this.context = context;
    this.node = node;
    this.pointer = pointer;
  }

  boolean has(String key) {
    return node.has(key);
  }

  /** True when no problem was told of these keys: then an absent one is truly absent. */
  boolean noneTold(String... keys) {
    return Arrays.stream(keys).noneMatch(key -> context.problems().hasErrorAt(pointer.key(key)));
  }

  boolean hasAll(String... keys) {
    return Arrays.stream(keys).allMatch(this::has);
  }

  /** Those of the keys that are given. */
  List<String> given(String... keys) {
    return Arrays.stream(keys).filter(this::has).toList();
  }

  String text(String key) {
    return node.path(key).asText("");
  }

  @Nullable String maybeText(String key) {
    return has(key) ? text(key) : null;
  }

  int integer(String key) {
    return node.path(key).asInt();
  }

  @Nullable Integer maybeInteger(String key) {
    return has(key) ? Integer.valueOf(integer(key)) : null;
  }

  double number(String key) {
    return node.path(key).asDouble();
  }

  boolean flag(String key) {
    return node.path(key).asBoolean();
  }

  Duration duration(String key) {
    return has(key) ? Quantities.duration(text(key)) : Duration.ZERO;
  }

  @Nullable Duration maybeDuration(String key) {
    return has(key) ? duration(key) : null;
  }

  /** In octets. */
  long size(String key) {
    return has(key) ? Quantities.size(text(key)) : 0;
  }

  Path path(String key) {
    return context.references().path(text(key));
  }

  @Nullable Path maybePath(String key) {
    return has(key) ? path(key) : null;
  }

  /** Empty when absent. */
  Section section(String key) {
    ObjectNode child =
        node.path(key) instanceof ObjectNode object
            ? object
            : JsonNodeFactory.instance.objectNode();
    return new Section(context, child, pointer.key(key));
  }

  @Nullable Section maybeSection(String key) {
    return node.path(key) instanceof ObjectNode ? section(key) : null;
  }

  /** The readable values of a list, each with its own place. */
  List<Item> items(String key) {
    List<Item> items = new ArrayList<>();
    JsonNode list = node.path(key);
    for (int i = 0; i < list.size(); i++) {
      if (!list.get(i).isNull()) {
        items.add(new Item(list.get(i), pointer.key(key).index(i)));
      }
    }
    return items;
  }

  /** The value, or the values of the list, that the key holds. */
  List<Item> oneOrMore(String key) {
    return node.path(key).isArray()
        ? items(key)
        : List.of(new Item(node.path(key), pointer.key(key)));
  }

  List<Section> sections(String key) {
    return items(key).stream()
        .filter(item -> item.value() instanceof ObjectNode)
        .map(item -> new Section(context, (ObjectNode) item.value(), item.pointer()))
        .toList();
  }

  List<String> texts(String key) {
    return items(key).stream().map(item -> item.value().asText()).toList();
  }

  /** Every key with its text. */
  Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    node.properties().forEach(field -> entries.put(field.getKey(), field.getValue().asText()));
    return entries;
  }

  /** True when the value was given by reference, so that no problem may quote it. */
  boolean isHidden(String key) {
    return context.file().isHidden(pointer.key(key));
  }

  Section in(Item item) {
    return new Section(context, (ObjectNode) item.value(), item.pointer());
  }

  void error(String key, String message) {
    error(pointer.key(key), message, null);
  }

  void error(String key, String message, String allowed) {
    error(pointer.key(key), message, allowed);
  }

  void error(Pointer at, String message, @Nullable String allowed) {
    context.problems().error(context.file().valueMark(at), at, message, allowed);
  }

  /** About the mapping as a whole. */
  void error(String message) {
    error(pointer, message, null);
  }

  void warning(String key, String message) {
    warning(pointer.key(key), message);
  }

  /** About the mapping as a whole. */
  void warning(String message) {
    warning(pointer, message);
  }

  void warning(Pointer at, String message) {
    context.problems().warning(context.file().valueMark(at), at, message);
  }

  int line(String key) {
    return context.file().valueMark(pointer.key(key)).line();
  }

  Pointer pointer() {
    return pointer;
  }

  /** One value of a list. */
  record Item(JsonNode value, Pointer pointer) {}
}
