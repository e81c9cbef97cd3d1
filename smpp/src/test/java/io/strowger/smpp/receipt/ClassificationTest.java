package io.strowger.smpp.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.Map;
import org.jsmpp.SMPPConstant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClassificationTest {

  @Test
  void every_status_that_another_library_knows_is_classified_under_its_name()
      throws IllegalAccessException {
    int compared = 0;
    for (Field field : SMPPConstant.class.getFields()) {
      if (field.getName().startsWith("STAT_ESME_R")) {
        int value = field.getInt(null);
        CommandStatus status = CommandStatus.of(value);
        assertNotNull(status, field.getName());
        assertEquals(value, status.value());
        compared++;
      }
    }
    assertTrue(compared > 40, "compared only " + compared);
  }

  @ParameterizedTest
  @CsvSource({
    "0x08, RETRY_SAME_ROUTE",
    "0x14, THROTTLE",
    "0x58, THROTTLE",
    "0x0B, PERMANENT_FOR_NUMBER",
    "0x0A, CONFIGURATION_FAULT",
    "0x0E, CONFIGURATION_FAULT",
    "0x45, OTHER_ROUTE",
    "0x0101, CONFIGURATION_FAULT",
    "0x0400, OTHER_ROUTE",
    "0x04FF, OTHER_ROUTE",
    "0x09, OTHER_ROUTE",
    "0x7FFFFFFF, OTHER_ROUTE"
  })
  void a_status_is_read_once_for_all(String status, Disposition disposition) {
    Reading reading = CommandStatus.read(Integer.decode(status), CodeOverrides.NONE);
    assertEquals(disposition, reading.disposition());
    assertEquals(String.format("smpp:0x%08X", Integer.decode(status)), reading.code());
  }

  @Test
  void a_carriers_own_meaning_of_a_status_goes_first() {
    CodeOverrides own = new CodeOverrides(Map.of(0x0B, Disposition.OTHER_ROUTE), Map.of());
    assertEquals(Disposition.OTHER_ROUTE, CommandStatus.read(0x0B, own).disposition());
    assertEquals(Disposition.THROTTLE, CommandStatus.read(0x58, own).disposition());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "UNDELIVERABLE, 001, PERMANENT_FOR_NUMBER, true, receipt:UNDELIV:001",
        "UNDELIVERABLE, 1, PERMANENT_FOR_NUMBER, true, receipt:UNDELIV:1",
        "UNDELIVERABLE, 027, RETRY_SAME_ROUTE, true, receipt:UNDELIV:027",
        "EXPIRED, 27, RETRY_SAME_ROUTE, true, receipt:EXPIRED:27",
        "UNDELIVERABLE, 034, OTHER_ROUTE, false, receipt:UNDELIV:034",
        "UNDELIVERABLE, 000, OTHER_ROUTE, false, receipt:UNDELIV:000",
        "UNDELIVERABLE, -, OTHER_ROUTE, false, receipt:UNDELIV",
        "UNDELIVERABLE, NO_ROUTE, OTHER_ROUTE, false, receipt:UNDELIV:NO_ROUTE",
        "UNDELIVERABLE, 99999999999999999, OTHER_ROUTE, false, receipt:UNDELIV:99999999999999999",
        "REJECTED, 001, OTHER_ROUTE, false, receipt:REJECTD:001",
        "UNKNOWN, 000, OTHER_ROUTE, false, receipt:UNKNOWN:000",
        "DELETED, -, OTHER_ROUTE, false, receipt:DELETED",
      })
  void a_receipts_error_is_read_with_its_state(
      ReceiptState state,
      @Nullable String error,
      Disposition disposition,
      boolean provesRoute,
      String code) {
    Reading reading = read(state, error, null);
    assertEquals(disposition, reading.disposition());
    assertEquals(provesRoute, reading.provesRoute());
    assertEquals(code, reading.code());
  }

  @Test
  void a_network_error_that_names_its_network_goes_before_err() {
    Reading reading = read(ReceiptState.REJECTED, "034", new NetworkError(NetworkError.GSM, 1));
    assertEquals(Disposition.PERMANENT_FOR_NUMBER, reading.disposition());
    assertTrue(reading.provesRoute());
    assertEquals("receipt:REJECTD:034:3/1", reading.code());
  }

  @Test
  void a_network_error_of_another_network_leaves_it_to_err() {
    Reading reading = read(ReceiptState.UNDELIVERABLE, "027", new NetworkError(1, 1));
    assertEquals(Disposition.RETRY_SAME_ROUTE, reading.disposition());
  }

  @Test
  void a_network_error_that_is_a_command_status_is_read_as_one() {
    Reading reading = read(ReceiptState.REJECTED, null, new NetworkError(NetworkError.SMPP, 0x58));
    assertEquals(Disposition.THROTTLE, reading.disposition());
  }

  @Test
  void a_carriers_own_meaning_of_err_goes_first_with_or_without_zeros() {
    CodeOverrides own =
        new CodeOverrides(
            Map.of(), Map.of("1", Disposition.OTHER_ROUTE, "E9", Disposition.THROTTLE));
    Receipt padded = new Receipt("1", ReceiptState.UNDELIVERABLE, "001", null, 0);
    Receipt letters = new Receipt("1", ReceiptState.REJECTED, "E9", null, 0);
    assertEquals(Disposition.OTHER_ROUTE, ReceiptError.read(padded, own).disposition());
    assertEquals(Disposition.THROTTLE, ReceiptError.read(letters, own).disposition());
  }

  @Test
  void the_octet_of_message_state_and_the_state_agree() {
    for (ReceiptState state : ReceiptState.values()) {
      assertEquals(state, ReceiptState.ofMessageState(state.messageState()));
    }
    assertEquals(ReceiptState.ENROUTE, ReceiptState.ofMessageState(0));
    assertNull(ReceiptState.ofMessageState(10));
    assertNull(ReceiptState.ofMessageState(-1));
  }

  private static Reading read(
      ReceiptState state, @Nullable String error, @Nullable NetworkError network) {
    return ReceiptError.read(new Receipt("1", state, error, network, 0), CodeOverrides.NONE);
  }
}
