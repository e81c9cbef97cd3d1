package io.strowger.smpp.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReceiptFormatTest {
  private static final long SUBMITTED = Instant.parse("2026-01-02T03:04:59Z").toEpochMilli();
  private static final long DONE = Instant.parse("2026-11-22T15:31:00Z").toEpochMilli();

  @Test
  void the_text_is_the_one_of_appendix_b() {
    Receipt receipt = new Receipt("4711", ReceiptState.DELIVERED, null, null, DONE);
    assertEquals(
        "id:4711 sub:001 dlvrd:001 submit date:2601020304 done date:2611221531 stat:DELIVRD"
            + " err:000 text:01234567890123456789",
        new String(
            ReceiptFormat.write(receipt, SUBMITTED, "0123456789012345678901"),
            StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @EnumSource(ReceiptState.class)
  void what_is_written_is_read_again(ReceiptState state) {
    Receipt receipt = new Receipt("a-1", state, "027", null, DONE);
    byte[] octets = ReceiptFormat.write(receipt, SUBMITTED, "");
    assertEquals(receipt, ReceiptParser.parse(Deliveries.of(4, 0, octets, List.of())));
  }
}
