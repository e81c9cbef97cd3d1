package io.strowger.smpp.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageIdDialectTest {
  private static final MessageIdDialect AUTO = new MessageIdDialect(IdFormat.AUTO, IdFormat.AUTO);

  @ParameterizedTest
  @CsvSource({
    "AUTO, AUTO, 4711, 4711",
    "AUTO, AUTO, 04D2, 4d2",
    "AUTO, AUTO, 4d2, 1234",
    "AUTO, AUTO, 00001234, 4D2",
    "AUTO, AUTO, 1234, 4d2",
    "AUTO, AUTO, abc-XYZ, abc-XYZ",
    "AUTO, AUTO, 4BF92F35-77B3-4DA6-A3CE-929D0E0E4736, 4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
    "HEX, DECIMAL, 4D2, 0000001234",
    "DECIMAL, HEX, 1234, 04d2",
    "HEX, HEX, 04D2, 4d2",
    "DECIMAL, DECIMAL, 001234, 1234",
    "AUTO, DECIMAL, 4D2, 1234",
    "AUTO, DECIMAL, 4711, 4711",
    "AUTO, HEX, 1234, 4d2",
    "HEX, AUTO, 4d2, 1234",
    "HEX, AUTO, 4d2, 04D2",
    "DECIMAL, AUTO, 1234, 4d2",
    "TEXT, TEXT, aB1, aB1",
    "TEXT, AUTO, 0aB1, 0aB1",
    "HEX, DECIMAL, FFFFFFFFFFFFFFFFFF, 4722366482869645213695",
    "DECIMAL, HEX, 18446744073709551616, 10000000000000000",
    "HEX, DECIMAL, not-a-number, not-a-number",
    "AUTO, AUTO, 0, 0",
    "AUTO, AUTO, 000, 0"
  })
  void the_id_of_a_receipt_meets_the_one_of_the_response(
      IdFormat response, IdFormat receipt, String inResponse, String inReceipt) {
    MessageIdDialect dialect = new MessageIdDialect(response, receipt);
    assertTrue(dialect.fromReceipt(inReceipt).contains(dialect.fromResponse(inResponse)));
  }

  @ParameterizedTest
  @CsvSource({
    "TEXT, TEXT, 0aB1, 0ab1", "TEXT, TEXT, 01, 1", "HEX, HEX, 1234, 4d2",
    "HEX, DECIMAL, 1234, 1234", "AUTO, AUTO, aBcX, abcx", "DECIMAL, DECIMAL, 1234, 4d2"
  })
  void ids_that_differ_in_the_carriers_own_terms_do_not_meet(
      IdFormat response, IdFormat receipt, String inResponse, String inReceipt) {
    MessageIdDialect dialect = new MessageIdDialect(response, receipt);
    assertFalse(dialect.fromReceipt(inReceipt).contains(dialect.fromResponse(inResponse)));
  }

  @Test
  void a_guess_tries_the_same_text_then_decimal_then_hex() {
    assertEquals(List.of("1234", "4d2", "4660"), AUTO.fromReceipt("1234"));
    assertEquals(List.of("4d2", "1234"), AUTO.fromReceipt("04D2"));
    assertEquals(List.of("7"), AUTO.fromReceipt("007"));
    assertEquals(List.of("xyz"), AUTO.fromReceipt("xyz"));
  }

  @Test
  void padding_and_terminators_are_left_out() {
    assertEquals("4d2", AUTO.fromResponse(" 04D2 \0rest"));
    assertEquals(List.of(""), AUTO.fromReceipt(" \0"));
  }

  @Test
  void random_ids_meet_in_every_pair_of_formats() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      BigInteger id = new BigInteger(1 + random.nextInt(160), random);
      for (IdFormat response : List.of(IdFormat.AUTO, IdFormat.HEX, IdFormat.DECIMAL)) {
        for (IdFormat receipt : List.of(IdFormat.AUTO, IdFormat.HEX, IdFormat.DECIMAL)) {
          meets(id, response, receipt, 16, 10, random);
          meets(id, response, receipt, 10, 16, random);
          meets(id, response, receipt, 10, 10, random);
          meets(id, response, receipt, 16, 16, random);
        }
      }
    }
  }

  private static void meets(
      BigInteger id, IdFormat response, IdFormat receipt, int inResponse, int inReceipt, Random r) {
    if (isAgainst(response, inResponse) || isAgainst(receipt, inReceipt)) {
      return;
    }
    MessageIdDialect dialect = new MessageIdDialect(response, receipt);
    String responded = written(id, inResponse, r);
    String receipted = written(id, inReceipt, r);
    assertTrue(
        dialect.fromReceipt(receipted).contains(dialect.fromResponse(responded)),
        () -> dialect + " " + responded + " " + receipted);
  }

  private static boolean isAgainst(IdFormat format, int radix) {
    return format == (radix == 16 ? IdFormat.DECIMAL : IdFormat.HEX);
  }

  private static String written(BigInteger id, int radix, Random random) {
    String digits = "0".repeat(random.nextInt(4)) + id.toString(radix);
    return random.nextBoolean() ? digits.toUpperCase(Locale.ROOT) : digits;
  }
}
