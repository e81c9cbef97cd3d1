package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathTemplateTest {
  @ParameterizedTest
  @CsvSource({
    "/a, /a, ''",
    "/a/{id}, /a/7, 7",
    "/a/{id}:drain, /a/7:drain, 7",
    "/a/{id}/b, /a/7/b, 7",
    "/a/{x}/b/{y}, /a/7/b/8, 7 8",
    "/a/{x}/b.json, /a/7/b.json, 7",
    "/a/{x}/b.json, /a/7/b, 7",
    "/a/{x}/b/{y}.json, /a/7/b/8.json, 7 8",
    "/a/{x}/b/{y}.json, /a/7/b/8, 7 8",
    "/a/{x}/b/{y}.json, /a/7/b/8.json.json, 7 8.json",
  })
  void a_path_that_fits_gives_its_variables(String template, String path, String variables) {
    List<String> wanted = variables.isEmpty() ? List.of() : List.of(variables.split(" "));
    assertEquals(wanted, PathTemplate.match(template, path));
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /b",
    "/a, /a/",
    "/a, ''",
    "/a.json, /a",
    "/a/{id}, /a/",
    "/a/{id}, /a/7/8",
    "/a/{id}, /a/7:drain",
    "/a/{id}:drain, /a/7",
    "/a/{id}:drain, /a/7:dra",
    "/a/{x}/b, /a//b",
    "/a/{x}/b.json, /a/7/b.js",
    "/a/{x}/b.json, /a/7",
    "/a/{x}/b/{y}.json, /a/7/b/.json",
    "/a/{x}/b/{y}.json, /a/7/b/8.json/",
  })
  void a_path_that_does_not_fit_gives_nothing(String template, String path) {
    assertNull(PathTemplate.match(template, path));
  }
}
