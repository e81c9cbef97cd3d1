package io.strowger.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DenialCodeTest {
  private static final Path DOCUMENT = Path.of("../docs/guards.md");

  @ParameterizedTest
  @EnumSource
  void a_code_is_in_kebab_case_and_its_sentence_is_whole(DenialCode code) {
    assertTrue(code.code().matches("[a-z]+(-[a-z]+)+"), code.code());
    assertTrue(code.detail().matches("[A-Z].*\\."), code.detail());
    assertFalse(code.detail().matches(".*[0-9]{4}.*"));
  }

  @ParameterizedTest
  @EnumSource
  void every_code_is_documented(DenialCode code) throws IOException {
    String row = "| `" + code.code() + "` | " + (code.kind() == Denial.Kind.FORBIDDEN ? 403 : 429);
    assertTrue(Files.readString(DOCUMENT).contains(row), row);
  }

  @Test
  void what_can_be_waited_for_says_how_long_in_whole_seconds() {
    assertEquals(1, DenialCode.ACCOUNT_RATE.denial(1).retryAfterSeconds());
    assertEquals(1, DenialCode.ACCOUNT_RATE.denial(1_000).retryAfterSeconds());
    assertEquals(2, DenialCode.ACCOUNT_RATE.denial(1_001).retryAfterSeconds());
    assertEquals(0, DenialCode.DESTINATION_DENIED.denial().retryAfterSeconds());
  }
}
