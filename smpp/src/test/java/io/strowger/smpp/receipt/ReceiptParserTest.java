package io.strowger.smpp.receipt;

import static io.strowger.smpp.receipt.Deliveries.id;
import static io.strowger.smpp.receipt.Deliveries.networkError;
import static io.strowger.smpp.receipt.Deliveries.state;
import static io.strowger.smpp.receipt.Deliveries.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiptParserTest {
  private static final String STANDARD =
      "id:0123456789 sub:001 dlvrd:001 submit date:2611221530 done date:2611221531"
          + " stat:DELIVRD err:000 text:Your code";

  @Test
  void the_form_of_appendix_b_is_read_whole() {
    assertEquals(
        new Receipt("0123456789", ReceiptState.DELIVERED, "000", null, at("2026-11-22T15:31:00Z")),
        parse(STANDARD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ID:7f SUB:001 DLVRD:001 SUBMIT DATE:2611221530 DONE DATE:2611221531 STAT:DELIVRD ERR:000",
        "id:7f submit date:2611221530 done date:2611221531 stat:delivrd err:000 Text:",
        "id:7f stat:DELIVRD",
        "stat:DELIVRD id:7f",
        "id: 7f  stat: DELIVRD  err: 000",
        "id:7f sub:001dlvrd:001 stat:DELIVRD",
        "id:7f\r\nsub:001\r\nstat:DELIVRD\r\nerr:0",
        "id:7f,sub:001,stat:DELIVRD,err:0",
        "id:7f;stat:Delivered",
        "id:7f sub:1 dlvrd:1 submit_date:2611221530 done_date:2611221531 status:DELIVRD error:0",
        "message_id:7f stat:DELIVRD",
        "id:7f stat:DELIVERD err:000 text:\0",
        "text:Hello: world id:7f stat:DELIVRD",
        "id:7f text:your code: 12 stat:DELIVRD",
        "id:7f stat:2",
        "id:7f sub: dlvrd: submit date: done date: stat:DELIVRD err: text:",
        "  id:7f stat:DELIVRD",
      })
  void odd_order_case_and_missing_fields_are_read(String text) {
    Receipt receipt = parse(text);
    assertNotNull(receipt);
    assertEquals("7f", receipt.messageId());
    assertEquals(ReceiptState.DELIVERED, receipt.state());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4711", "00000000004711", "DEADBEEF", "4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
        "340282366920938463463374607431768211456", "a_b.c-D+e/f=", "abc:1", "x"
      })
  void ids_of_every_shape_are_kept_as_they_stand(String id) {
    Receipt receipt = parse(STANDARD.replace("0123456789", id));
    assertNotNull(receipt);
    assertEquals(id, receipt.messageId());
  }

  @Test
  void the_underscore_of_the_gsm_alphabet_is_one() {
    Receipt receipt = parse("id:a\u0011b stat:DELIVRD done\u0011date:2611221531");
    assertNotNull(receipt);
    assertEquals("a_b", receipt.messageId());
    assertEquals(at("2026-11-22T15:31:00Z"), receipt.doneAtMillis());
  }

  @ParameterizedTest
  @CsvSource({
    "DELIVRD, DELIVERED",
    "UNDELIV, UNDELIVERABLE",
    "Undeliverable, UNDELIVERABLE",
    "UNDELIVERED, UNDELIVERABLE",
    "FAILED, UNDELIVERABLE",
    "EXPIRED, EXPIRED",
    "Expired, EXPIRED",
    "DELETED, DELETED",
    "REJECTD, REJECTED",
    "REJECTED, REJECTED",
    "ACCEPTD, ACCEPTED",
    "ACCEPTED, ACCEPTED",
    "UNKNOWN, UNKNOWN",
    "ENROUTE, ENROUTE",
    "EN_ROUTE, ENROUTE",
    "BUFFRED, ENROUTE",
    "buffered, ENROUTE",
    "SCHEDULED, ENROUTE",
    "SKIPPED, SKIPPED",
    "5, UNDELIVERABLE"
  })
  void every_stat_word_has_its_state(String word, ReceiptState state) {
    Receipt receipt = parse(STANDARD.replace("DELIVRD", word));
    assertNotNull(receipt);
    assertEquals(state, receipt.state());
  }

  @ParameterizedTest
  @CsvSource({
    "2611221531, 2026-11-22T15:31:00Z",
    "261122153142, 2026-11-22T15:31:42Z",
    "202611221531, 2026-11-22T15:31:00Z",
    "20261122153142, 2026-11-22T15:31:42Z",
    "2402291200, 2024-02-29T12:00:00Z",
    "2502291200, 1970-01-01T00:00:00Z",
    "2613011200, 1970-01-01T00:00:00Z",
    "2611222460, 1970-01-01T00:00:00Z",
    "261122, 1970-01-01T00:00:00Z",
    "garbage, 1970-01-01T00:00:00Z",
    "0000000000, 1970-01-01T00:00:00Z",
    "00000000000000, 1970-01-01T00:00:00Z",
    "2026-11-22T15:31, 1970-01-01T00:00:00Z",
  })
  void dates_are_read_in_every_length_or_left_out(String date, String expected) {
    Receipt receipt = parse(STANDARD.replace("2611221531", date));
    assertNotNull(receipt);
    assertEquals(at(expected), receipt.doneAtMillis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "001", "34", "0x1B", "NO_ROUTE", "1234567890123456"})
  void errors_of_any_length_are_kept_as_they_stand(String error) {
    Receipt receipt = parse(STANDARD.replace("err:000", "err:" + error));
    assertNotNull(receipt);
    assertEquals(error, receipt.error());
  }

  @Test
  void a_missing_error_is_none() {
    Receipt receipt = parse("id:1 stat:UNDELIV");
    assertNotNull(receipt);
    assertNull(receipt.error());
  }

  @Test
  void tlvs_go_before_the_text() {
    Receipt receipt =
        ReceiptParser.parse(text(STANDARD, id("AB12"), state(5), networkError(3, 27)));
    assertEquals(
        new Receipt(
            "AB12",
            ReceiptState.UNDELIVERABLE,
            "000",
            new NetworkError(3, 27),
            at("2026-11-22T15:31:00Z")),
        receipt);
  }

  @Test
  void tlvs_alone_are_enough() {
    assertEquals(
        new Receipt("AB12", ReceiptState.DELIVERED, null, null, 0),
        ReceiptParser.parse(text("", id("AB12"), state(2))));
  }

  @Test
  void an_id_in_the_tlv_and_a_state_in_the_text_come_together() {
    Receipt receipt = ReceiptParser.parse(text("stat:EXPIRED err:027", id("AB12")));
    assertEquals(new Receipt("AB12", ReceiptState.EXPIRED, "027", null, 0), receipt);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AB12", "AB12\0", "AB12 ", "  AB12\0\0", "AB12\0garbage"})
  void an_id_in_the_tlv_is_read_with_or_without_its_end(String id) {
    Receipt receipt = ReceiptParser.parse(text("", id(id), state(2)));
    assertNotNull(receipt);
    assertEquals("AB12", receipt.messageId());
  }

  @Test
  void tlvs_that_cannot_be_read_leave_it_to_the_text() {
    Receipt receipt =
        ReceiptParser.parse(
            text(
                STANDARD,
                id("\0"),
                state(77),
                new Tlv(Tlv.NETWORK_ERROR_CODE, new byte[] {3, 27})));
    assertEquals(parse(STANDARD), receipt);
  }

  @Test
  void message_payload_stands_in_for_an_empty_short_message() {
    Tlv payload = new Tlv(Tlv.MESSAGE_PAYLOAD, STANDARD.getBytes(StandardCharsets.US_ASCII));
    assertEquals(parse(STANDARD), ReceiptParser.parse(text("", payload)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 0xF0})
  void data_coding_of_octets_does_not_matter(int dataCoding) {
    byte[] octets = STANDARD.getBytes(StandardCharsets.US_ASCII);
    assertEquals(parse(STANDARD), ReceiptParser.parse(of(dataCoding, octets)));
  }

  @Test
  void ucs2_is_read_whether_it_is_really_sent_or_only_said() {
    byte[] wide = STANDARD.getBytes(StandardCharsets.UTF_16BE);
    byte[] plain = STANDARD.getBytes(StandardCharsets.US_ASCII);
    assertEquals(parse(STANDARD), ReceiptParser.parse(of(8, wide)));
    assertEquals(parse(STANDARD), ReceiptParser.parse(of(8, plain)));
  }

  @Test
  void an_intermediate_notification_is_never_the_last_word_but_of_an_arrival() {
    Receipt notYet = ReceiptParser.parse(text(0x20, STANDARD.replace("DELIVRD", "UNDELIV")));
    Receipt arrived = ReceiptParser.parse(text(0x20, STANDARD));
    assertNotNull(notYet);
    assertNotNull(arrived);
    assertEquals(ReceiptState.ENROUTE, notYet.state());
    assertEquals(ReceiptState.DELIVERED, arrived.state());
  }

  @Test
  void a_receipt_without_its_bit_is_read_when_it_is_unmistakable() {
    assertEquals(parse(STANDARD), ReceiptParser.parse(text(0, STANDARD)));
    ShortMessage tlvsOnly = Deliveries.of(0, 0, new byte[0], List.of(id("AB12"), state(2)));
    assertNotNull(ReceiptParser.parse(tlvsOnly));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "STOP",
        "id:4711 stat:DELIVRD",
        "my id: 12 and state: fine, date: today",
        "id:1 done date:2611221531 stat:NONSENSE"
      })
  void a_subscribers_message_is_not_a_receipt(String text) {
    assertNull(ReceiptParser.parse(text(0, text)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x08, 0x10, 0x18})
  void an_acknowledgement_by_the_handset_is_not_a_receipt_of_the_carrier(int esmClass) {
    assertNull(ReceiptParser.parse(text(esmClass, STANDARD)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "delivered", "id:1", "stat:DELIVRD", "id: stat:DELIVRD", "id:1 stat:"})
  void a_receipt_without_id_or_state_is_marked_but_not_read(String text) {
    ShortMessage message = text(text);
    assertTrue(ReceiptParser.isMarked(message));
    assertNull(ReceiptParser.parse(message));
  }

  @Test
  void an_id_longer_than_any_carriers_is_not_read() {
    assertNull(parse("id:" + "1".repeat(129) + " stat:DELIVRD"));
    assertNotNull(parse("id:" + "1".repeat(128) + " stat:DELIVRD"));
  }

  @Test
  void what_people_wrote_does_not_change_what_the_carrier_said() {
    Receipt receipt = parse("id:7f stat:UNDELIV text:id:99 stat:DELIVRD err:000");
    assertEquals(new Receipt("7f", ReceiptState.UNDELIVERABLE, null, null, 0), receipt);
  }

  @Test
  void only_the_receipt_bits_mark_a_receipt() {
    assertFalse(ReceiptParser.isMarked(text(0x00, "")));
    assertFalse(ReceiptParser.isMarked(text(0x08, "")));
    assertTrue(ReceiptParser.isMarked(text(0x44, "")));
    assertTrue(ReceiptParser.isMarked(text(0x20, "")));
    assertTrue(ReceiptParser.isMarked(text(0x24, "")));
  }

  private static ShortMessage of(int dataCoding, byte[] octets) {
    return Deliveries.of(Deliveries.RECEIPT, dataCoding, octets, List.of());
  }

  private static @Nullable Receipt parse(String text) {
    return ReceiptParser.parse(text(text));
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
