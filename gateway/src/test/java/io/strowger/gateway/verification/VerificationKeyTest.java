package io.strowger.gateway.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.CodeAlphabet;
import io.strowger.gateway.account.CodeText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerificationKeyTest {
  private static final CodeText TEXT = new CodeText(List.of("Code für ✓ ", " — Bank", ""));

  private final SplittableRandom random = new SplittableRandom(42);
  private final VerificationKey key = Samples.key(1);

  private Seed seed() {
    return Seed.draw(random, Samples.NOW);
  }

  @Test
  void a_code_is_the_same_whenever_it_is_made() {
    Seed seed = seed();
    String first = key.code(seed, CodeAlphabet.DIGITS, 6).reveal();
    key.code(seed(), CodeAlphabet.DIGITS, 6);
    assertEquals(first, key.code(seed, CodeAlphabet.DIGITS, 6).reveal());
    assertEquals(first, Samples.key(1).code(seed, CodeAlphabet.DIGITS, 6).reveal());
    assertTrue(first.matches("[0-9]{6}"), "six digits");
  }

  @Test
  void another_nonce_id_or_secret_makes_another_code() {
    Seed seed = seed();
    Set<String> codes = new HashSet<>();
    codes.add(key.code(seed, CodeAlphabet.DIGITS, 10).reveal());
    codes.add(key.code(new Seed(seed.id(), seed().nonce()), CodeAlphabet.DIGITS, 10).reveal());
    codes.add(key.code(new Seed(seed().id(), seed.nonce()), CodeAlphabet.DIGITS, 10).reveal());
    codes.add(Samples.key(2).code(seed, CodeAlphabet.DIGITS, 10).reveal());
    assertEquals(4, codes.size());
  }

  /**
   * Pearson's test at each place of the code; the bound is passed by chance once in a million, and
   * the seed is fixed.
   */
  @ParameterizedTest
  @CsvSource({"DIGITS, 6, 45.0", "UNAMBIGUOUS, 6, 63.0"})
  void every_symbol_is_as_likely_as_every_other_at_every_place(
      CodeAlphabet alphabet, int length, double bound) {
    int drawn = 40_000;
    String symbols = alphabet.symbols();
    int[][] counts = new int[length][symbols.length()];
    for (int i = 0; i < drawn; i++) {
      String code = key.code(seed(), alphabet, length).reveal();
      for (int place = 0; place < length; place++) {
        counts[place][symbols.indexOf(code.charAt(place))]++;
      }
    }
    double expected = (double) drawn / symbols.length();
    for (int[] place : counts) {
      double chiSquare =
          Arrays.stream(place).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
      assertTrue(chiSquare < bound, () -> "chi-square " + chiSquare);
    }
  }

  @Test
  void a_hash_is_that_of_this_code_for_this_verification_alone() {
    Seed seed = seed();
    Opaque hash = key.hash(seed, "123456");
    assertTrue(hash.isSameAs(key.hash(seed, "123456")));
    assertNotEquals(hash, key.hash(seed, "123457"));
    assertNotEquals(hash, key.hash(seed(), "123456"));
    assertNotEquals(hash, Samples.key(2).hash(seed, "123456"));
  }

  @Test
  void a_sealed_text_opens_with_the_same_secret_and_seed_only() {
    Seed seed = seed();
    Opaque sealed = key.seal(seed, TEXT);
    assertEquals(TEXT, key.open(seed, sealed));
    assertNotNull(Samples.key(1).open(seed, sealed));
    assertNull(Samples.key(2).open(seed, sealed));
    assertNull(key.open(seed(), sealed));
    byte[] changed = sealed.bytes();
    changed[3] ^= 1;
    assertNull(key.open(seed, new Opaque(changed)));
    assertNull(key.open(seed, new Opaque(new byte[0])));
  }

  @Test
  void a_short_secret_is_no_secret() {
    assertThrows(IllegalArgumentException.class, () -> new VerificationKey(new byte[31]));
  }

  @Test
  void what_is_opaque_is_not_shown() {
    assertEquals("[opaque]", key.hash(seed(), "123456").toString());
    assertEquals("[secret]", TEXT.toString());
  }
}
