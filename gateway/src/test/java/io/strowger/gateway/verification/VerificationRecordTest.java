package io.strowger.gateway.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.verification.Verification.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class VerificationRecordTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(3);

  private static Verification pending() {
    Verifications book = new Verifications(VerificationLimits.DEFAULT, Samples.key(1));
    StartOutcome.Begun begun =
        assertInstanceOf(
            StartOutcome.Begun.class,
            book.start(
                Samples.draft("idp", Samples.NUMBER, Samples.RULES, "key", 77),
                Seed.draw(RANDOM, Samples.NOW),
                Samples.NOW));
    return begun.verification().sentIn(Samples.message(1), Samples.NOW);
  }

  private static void assertSame(Verification verification) throws Exception {
    assertEquals(verification, VerificationRecord.decode(VerificationRecord.encode(verification)));
  }

  @Test
  void what_is_kept_is_what_was() throws Exception {
    Verification pending = pending();
    assertSame(pending);
    assertSame(pending.failedOnce(Samples.NOW + 1).failedOnce(Samples.NOW + 2));
    assertSame(pending.sentIn(Samples.message(2), Samples.NOW + 40_000));
    for (Status end : new Status[] {Status.APPROVED, Status.FAILED, Status.CANCELLED}) {
      assertSame(pending.ended(end, Samples.NOW + 3));
    }
  }

  @Test
  void neither_code_nor_text_is_in_it() {
    Verifications book = new Verifications(VerificationLimits.DEFAULT, Samples.key(1));
    StartOutcome.Begun begun =
        (StartOutcome.Begun)
            book.start(Samples.draft(), Seed.draw(RANDOM, Samples.NOW), Samples.NOW);
    String kept =
        new String(VerificationRecord.encode(begun.verification()), StandardCharsets.ISO_8859_1);
    Secret code = begun.message().code();
    assertFalse(kept.contains(code.reveal()));
    assertFalse(kept.contains("Your code"));
    assertTrue(kept.contains("idp"), "this would notice");
  }

  @Test
  void a_record_cut_short_or_with_more_behind_it_is_damaged() {
    byte[] whole = VerificationRecord.encode(pending());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(DamagedRecordException.class, () -> VerificationRecord.decode(cut));
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThrows(DamagedRecordException.class, () -> VerificationRecord.decode(longer));
  }

  @Test
  void a_record_of_a_later_version_is_refused_in_words() {
    byte[] later = VerificationRecord.encode(pending());
    later[0] = 2;
    assertEquals(
        "a verification of version 2",
        assertThrows(DamagedRecordException.class, () -> VerificationRecord.decode(later))
            .getMessage());
  }

  @FuzzTest(maxDuration = "30s")
  void any_bytes_are_a_verification_or_damaged(byte[] bytes) {
    try {
      Verification read = VerificationRecord.decode(bytes);
      if (!read.equals(VerificationRecord.decode(VerificationRecord.encode(read)))) {
        throw new AssertionError("reads differently the second time");
      }
    } catch (DamagedRecordException e) {
      if (String.valueOf(e.getMessage()).matches("(?s).*[0-9]{6}.*")) {
        throw new AssertionError("quotes what it read", e);
      }
    }
  }
}
