package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class YamlFileTest {
  private final ConfigProblems problems = new ConfigProblems(Path.of("f"));
  private final YamlFile file =
      new YamlFile(problems, new References(Path.of("/nowhere"), Map.of("SET", "value", "N", "5")));

  private @Nullable ObjectNode parse(String text) {
    return file.parse(text);
  }

  private String json(String text) {
    ObjectNode tree = parse(text);
    assertEquals(List.of(), problems.errors());
    assertNotNull(tree);
    return tree.toString();
  }

  private String error(String text) {
    ObjectNode tree = parse(text);
    assertTrue(tree == null || problems.hasErrors());
    assertEquals(1, problems.errors().size(), problems.errors()::toString);
    return problems.errors().getFirst().toString();
  }

  @Test
  void plain_scalars_follow_the_core_schema() {
    assertEquals(
        "{\"a\":1,\"b\":-2.50,\"c\":true,\"d\":5120,\"e\":\"yes\",\"f\":\"1:30\",\"g\":\"007\"}",
        json("{a: 1, b: -2.50, c: true, d: 0x1400, e: yes, f: 1:30, g: 007}"));
  }

  @Test
  void a_number_with_a_plus_stays_a_text() {
    assertEquals("{\"to\":\"+39\"}", json("to: +39"));
  }

  @Test
  void what_stands_in_quotes_is_a_text() {
    assertEquals("{\"a\":\"1\",\"b\":\"true\",\"c\":\"\"}", json("{a: \"1\", b: 'true', c: ''}"));
  }

  @Test
  void a_key_without_a_value_is_absent() {
    assertEquals("{\"b\":1}", json("a:\nb: 1"));
  }

  @Test
  void an_alias_stands_for_its_value() {
    assertEquals("{\"a\":{\"x\":1},\"b\":{\"x\":1}}", json("a: &one {x: 1}\nb: *one"));
  }

  @Test
  void references_are_followed_and_typed_like_what_they_stand_for() {
    assertEquals(
        "{\"a\":\"value\",\"b\":5,\"c\":\"5\",\"d\":\"v5\",\"e\":\"${x}\"}",
        json("a: ${env:SET}\nb: ${env:N}\nc: '${env:N}'\nd: v${env:N}\ne: $${x}"));
  }

  @Test
  void a_reference_that_leads_nowhere_is_told_without_its_value() {
    assertEquals(
        "f:1:4: a: the environment variable ABSENT is not set", error("a: x${env:ABSENT}"));
  }

  @Test
  void an_unclosed_reference_is_told() {
    assertEquals("f:1:4: a: a reference without its closing brace", error("a: '${env:SET'"));
  }

  @Test
  void a_key_given_twice_names_both_lines() {
    assertEquals("f:3:1: a: given twice; the first stands in line 1", error("a: 1\nb: 2\na: 3"));
  }

  @Test
  void a_merge_key_is_refused() {
    assertTrue(error("a: &x {k: 1}\nb: {<<: *x}").contains("merge keys are not supported"));
  }

  @Test
  void an_empty_file_is_told() {
    assertEquals("f: the file is empty", error("# nothing\n"));
  }

  @Test
  void a_list_at_the_top_is_refused() {
    assertEquals("f:1:1: the file must be a mapping of keys to values", error("- a"));
  }

  @Test
  void a_syntax_error_has_a_place_and_shows_nothing_of_the_line() {
    String error = error("a: 1\npassword: hunter2: [");
    assertTrue(error.startsWith("f:2:"), error);
    assertTrue(error.contains("not YAML"), error);
    assertTrue(!error.contains("hunter2"), error);
  }

  @Test
  void a_second_document_is_refused() {
    assertTrue(error("a: 1\n---\nb: 2").contains("not YAML"));
  }

  @Test
  void nesting_beyond_all_measure_is_refused() {
    assertTrue(error("a: " + "[".repeat(60) + "]".repeat(60)).contains("f"));
  }

  @Test
  void a_mapping_that_contains_itself_is_refused() {
    assertTrue(error("a: &a {b: *a}").contains("nested too deeply"));
  }

  @Test
  void aliases_that_multiply_are_refused() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String list = ("*a" + (i - 1) + ", ").repeat(10);
      text.append("a%d: &a%d [%s]\n".formatted(i, i, list.substring(0, list.length() - 2)));
    }
    assertTrue(error(text.toString()).length() < 300);
  }

  @Test
  void a_place_is_that_of_the_nearest_value() {
    assertNotNull(parse("a:\n  b: 1"));
    assertEquals(new Mark(2, 6), file.valueMark(Pointer.ROOT.key("a").key("b")));
    assertEquals(new Mark(2, 3), file.valueMark(Pointer.ROOT.key("a").key("zzz")));
    assertEquals(new Mark(1, 1), file.keyMark(Pointer.ROOT.key("a")));
  }

  @Test
  void broken_text_leaves_no_tree() {
    assertNull(parse("{"));
    assertInstanceOf(ConfigProblem.class, problems.errors().getFirst());
  }
}
