package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value that came by reference is put in every place of a file, right or wrong. */
class SecretsStaySecretTest {
  private static final String CANARY = "cAnary7/4831!";
  private static final Pattern VALUE =
      Pattern.compile("(?<=[:\\[] )(\"[^\"]*\"|[\\w.:+-]+)(?=[,}\\] \\n])|(?<=\\[)[\\w]+");

  @TempDir Path directory;

  @Test
  void no_problem_shows_a_value_that_came_by_reference() {
    ConfigDirectory files =
        new ConfigDirectory(directory).withExample().withVariable("CANARY", CANARY);
    String example = ConfigDirectory.resource("example.yaml");
    int refused = 0;
    for (MatchResult value : VALUE.matcher(example).results().toList()) {
      String spoilt =
          example.substring(0, value.start())
              + "\"${env:CANARY}\""
              + example.substring(value.end());
      ConfigResult result = files.load(spoilt);
      if (result instanceof ConfigResult.Invalid invalid) {
        refused++;
        assertFalse(invalid.problems().toString().contains(CANARY), invalid::toString);
      }
      assertFalse(result.warnings().toString().contains(CANARY));
    }
    assertTrue(refused > 20, "only " + refused + " places were spoilt");
  }

  @Test
  void a_secret_given_inline_is_not_shown_either() {
    ConfigDirectory files = new ConfigDirectory(directory);
    String shown =
        files
            .problems(
                """
                accounts:
                  - {id: a, api-key: cAnary7}
                  - {id: b, api-key-sha256: cAnary7}
                  - {id: c, api-keys: cAnary7}
                carriers:
                  - {id: d, smpp: {system-id: s, password: [cAnary7], links: [{address: a:1}]}}
                """)
            .toString();
    assertFalse(shown.contains("cAnary7"), shown);
    assertTrue(shown.contains("too short"), shown);
  }
}
