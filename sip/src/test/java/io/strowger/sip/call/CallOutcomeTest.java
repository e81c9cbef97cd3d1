package io.strowger.sip.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallOutcomeTest {
  private static final Path DOCUMENT =
      Files.isDirectory(Path.of("docs"))
          ? Path.of("docs/sip-outcomes.md")
          : Path.of("../docs/sip-outcomes.md");

  private static CallOutcome read(
      int status, @Nullable String reason, @Nullable String warning, @Nullable String wait) {
    return CallOutcome.read(
        status,
        new CallOutcome.Said(
            reason == null ? List.of() : List.of(reason),
            warning == null ? List.of() : List.of(warning),
            wait),
        false);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "486, -, BUSY, 0",
        "600, -, BUSY, 0",
        "603, -, USER_SAID_NO, 0",
        "404, -, NUMBER_DOES_NOT_EXIST, 0",
        "404, Q.850;cause=3, RETRY_OTHER_TRUNK, 3",
        "404, q.850 ; cause = 1 ; text=\"Unallocated\", NUMBER_DOES_NOT_EXIST, 1",
        "480, Q.850;cause=18, NO_ANSWER, 18",
        "480, Q.850;cause=21, USER_SAID_NO, 21",
        "503, Q.850;cause=34, RETRY_OTHER_TRUNK, 34",
        "503, Q.850;cause=17, BUSY, 17",
        "500, Q.850;cause=16, RETRY_OTHER_TRUNK, 16",
        "500, Q.850;cause=127, RETRY_OTHER_TRUNK, 127",
        "500, 'SIP;cause=486, Q.850;cause=17', BUSY, 17",
        "500, Q.850;cause=999, RETRY_OTHER_TRUNK, 0",
        "500, Q.850;cause=x, RETRY_OTHER_TRUNK, 0",
        "500, Q.850;cause=60, RETRY_OTHER_TRUNK, 60",
        "500, Q.850, RETRY_OTHER_TRUNK, 0",
        "401, Q.850;cause=1, CONFIGURATION_FAULT, 1",
        "302, Q.850;cause=17, RETRY_OTHER_TRUNK, 17",
        "499, -, CONFIGURATION_FAULT, 0",
        "599, -, RETRY_OTHER_TRUNK, 0",
        "699, -, BUSY, 0",
        "399, -, RETRY_OTHER_TRUNK, 0"
      })
  void a_code_and_its_cause_are_judged_together(
      int status, @Nullable String reason, Disposition disposition, int cause) {
    CallOutcome outcome = read(status, reason, null, null);
    assertEquals(disposition, outcome.disposition());
    assertEquals(status, outcome.sipStatus());
    assertEquals(cause, outcome.q850Cause());
    assertTrue(outcome.text().startsWith(status + ", "), outcome.text());
  }

  @Test
  void a_timeout_is_the_trunks_before_it_rang_and_the_users_after() {
    assertEquals(
        Disposition.RETRY_OTHER_TRUNK,
        CallOutcome.read(408, CallOutcome.Said.NOTHING, false).disposition());
    assertEquals(
        Disposition.NO_ANSWER, CallOutcome.read(408, CallOutcome.Said.NOTHING, true).disposition());
  }

  @ParameterizedTest
  @CsvSource({
    "503, 30, THROTTLED, 30",
    "503, 120 (in maintenance);duration=3600, THROTTLED, 120",
    "500, 5, THROTTLED, 5",
    "503, 9999999999, THROTTLED, 3600",
    "503, 0, RETRY_OTHER_TRUNK, 0",
    "503, soon, RETRY_OTHER_TRUNK, 0",
    "503, -1, RETRY_OTHER_TRUNK, 0",
    "486, 30, BUSY, 0",
    "404, 30, NUMBER_DOES_NOT_EXIST, 0"
  })
  void a_retry_after_pauses_the_trunk_only_where_it_speaks_of_the_trunk(
      int status, String wait, Disposition disposition, int seconds) {
    CallOutcome outcome = read(status, null, null, wait);
    assertEquals(disposition, outcome.disposition());
    assertEquals(seconds, outcome.retryAfterSeconds());
  }

  @ParameterizedTest
  @CsvSource({
    "488, 304 sip.example \"Media type not available\", CONFIGURATION_FAULT, warning 304",
    "488, 370 sip.example \"Insufficient\", RETRY_OTHER_TRUNK, warning 370",
    "488, 3, CONFIGURATION_FAULT, not acceptable",
    "488, xyz, CONFIGURATION_FAULT, not acceptable"
  })
  void a_warning_says_what_was_not_acceptable(
      int status, String warning, Disposition disposition, String text) {
    CallOutcome outcome = read(status, null, warning, null);
    assertEquals(disposition, outcome.disposition());
    assertTrue(outcome.text().contains(text), outcome.text());
    assertFalse(outcome.text().contains("sip.example"), "the peer's own words are not repeated");
  }

  @Test
  void the_codes_that_decide_whether_a_user_is_called_again_are_as_agreed() {
    for (int status : new int[] {486, 600, 603, 607}) {
      Disposition disposition = FinalCode.dispositionOf(status);
      assertTrue(
          disposition == Disposition.BUSY || disposition == Disposition.USER_SAID_NO,
          status + " " + disposition);
    }
    for (int status : new int[] {500, 502, 503, 504}) {
      assertEquals(Disposition.RETRY_OTHER_TRUNK, FinalCode.dispositionOf(status));
    }
    for (int status : new int[] {401, 403, 407, 488}) {
      assertEquals(Disposition.CONFIGURATION_FAULT, FinalCode.dispositionOf(status));
    }
  }

  /** Run with -Dstrowger.write-docs=true to write the document anew. */
  @Test
  void the_document_says_what_the_tables_say() throws IOException {
    String wanted = document();
    if (Boolean.getBoolean("strowger.write-docs")) {
      Files.writeString(DOCUMENT, wanted);
    }
    assertEquals(wanted, Files.readString(DOCUMENT), DOCUMENT + " is out of date");
  }

  private static String document() {
    List<String> lines = new ArrayList<>();
    lines.add("# What the end of a call means");
    lines.add("");
    lines.add("Written from the tables in `io.strowger.sip.call`; a test holds it true.");
    lines.add("A cause of ITU-T Q.850 in a Reason header (RFC 3326) decides over the code it came");
    lines.add("with, from 400 on and save 401 and 407, unless it says \"by the code\". An unknown");
    lines.add("code counts as the first of its class, an unknown cause as none.");
    lines.add(
        "A 408 is `NO_ANSWER` once the call has rung. A Retry-After of whole seconds (at most");
    lines.add("3600 are obeyed) on a code marked *trunk* pauses the trunk, and the call counts as");
    lines.add("`THROTTLED`; on one marked *call* it concerns the called number and is not obeyed.");
    lines.add("");
    lines.add("## Dispositions");
    lines.add("");
    lines.add("| disposition | meaning | counts for NER |");
    lines.add("|---|---|---|");
    for (Disposition one : Disposition.values()) {
      lines.add(
          "| `%s` | %s | %s |".formatted(one, one.text(), one.networkEffective() ? "yes" : "no"));
    }
    lines.add("");
    lines.add("## Final codes");
    lines.add("");
    lines.add("| code | meaning | disposition | Retry-After |");
    lines.add("|---|---|---|---|");
    for (FinalCode one : FinalCode.values()) {
      String wait =
          switch (one.retryAfter()) {
            case NOTHING -> "–";
            case CALL -> "call";
            case TRUNK -> "trunk";
          };
      lines.add(
          "| %d | %s | `%s` | %s |".formatted(one.status(), one.text(), one.disposition(), wait));
    }
    lines.add("");
    lines.add("## Causes of ITU-T Q.850");
    lines.add("");
    lines.add("| cause | meaning | disposition |");
    lines.add("|---|---|---|");
    for (Q850Cause one : Q850Cause.values()) {
      Disposition disposition = one.disposition();
      lines.add(
          "| %d | %s | %s |"
              .formatted(
                  one.value(),
                  one.text(),
                  disposition == null ? "by the code" : "`" + disposition + "`"));
    }
    lines.add("");
    lines.add("## Warnings");
    lines.add("");
    lines.add("| warning | meaning | the next call may fare better |");
    lines.add("|---|---|---|");
    for (WarningCode one : WarningCode.values()) {
      lines.add(
          "| %d | %s | %s |".formatted(one.value(), one.text(), one.passing() ? "yes" : "no"));
    }
    lines.add("");
    return String.join("\n", lines);
  }

  @Test
  void every_row_is_found_by_its_number() {
    for (FinalCode code : FinalCode.values()) {
      assertEquals(code, FinalCode.of(code.status()));
    }
    for (Q850Cause cause : Q850Cause.values()) {
      assertEquals(cause, Q850Cause.of(cause.value()));
    }
    for (WarningCode code : WarningCode.values()) {
      assertNotNull(WarningCode.of(code.value()));
    }
  }

  @Test
  void keys_are_in_no_text() {
    CallEvidence evidence =
        new CallEvidence(
            true, true, true, true, "4711", 900, 4_000, 9_000, 200, 16, false, false, false);
    assertFalse(evidence.toString().contains("4711"), evidence.toString());
  }
}
