package io.strowger.smpp.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DialTest {
  private static final Dials TURNED =
      Dials.builder()
          .acceptRatio(0.9)
          .refuseStatus(0x0B)
          .errorRatio(0.01)
          .errorStatus(0x14)
          .throttleAbove(50)
          .unansweredRatio(0.25)
          .responseDelay(new Delay(Duration.ofNanos(250_000), Duration.ofMillis(20)))
          .disconnectEvery(1000)
          .dropRatio(0.5)
          .dropByPrefix(Map.of("39333", 1.0, "44", 0.5))
          .failRatio(0.125)
          .failState(ReceiptState.EXPIRED)
          .failError("01B")
          .receipts(ReceiptMode.FAKE)
          .receiptForm(ReceiptForm.TLV)
          .receiptDelay(new Delay(Duration.ofSeconds(3), Duration.ofMinutes(2)))
          .duplicateRatio(1)
          .misnameRatio(0.75)
          .receiptBeforeResponse(true)
          .responseId(MessageIdForm.DECIMAL_PADDED)
          .receiptId(MessageIdForm.HEX_UPPER)
          .refuseBinds(0x0D)
          .systemId("alpha")
          .password("***")
          .version(0x50)
          .announceVersion(false)
          .enquireLink(Duration.ofSeconds(30))
          .ownNumbers(Map.of("393331234567", "strowger", "447700900123", "host"))
          .certificate(CertificateFault.WRONG_HOST)
          .build();

  @ParameterizedTest
  @EnumSource
  void each_dial_reads_back_what_it_was_turned_to(Dial dial) {
    Dials.Builder builder = Dials.builder();
    dial.turn(builder, dial.read(TURNED));
    Dials turned = builder.build();
    for (Dial other : Dial.values()) {
      assertEquals(other.read(other == dial ? TURNED : Dials.DEFAULT), other.read(turned));
    }
    assertFalse(dial.read(TURNED).equals(dial.read(Dials.DEFAULT)), "the sample is the default");
    assertEquals(dial, Dial.of(dial.key()));
  }

  @Test
  void all_dials_together_make_the_same_carrier() {
    Dials.Builder builder = Dials.builder();
    for (Dial dial : Dial.values()) {
      dial.turn(builder, dial.read(TURNED));
    }
    assertEquals(TURNED, builder.build());
  }

  @ParameterizedTest
  @CsvSource({
    "accept-ratio, 1.5",
    "accept-ratio, NaN",
    "accept-ratio, often",
    "error-ratio, -0.1",
    "error-status, ESME",
    "throttle-above, -1",
    "response-delay, 20",
    "response-delay, 20ms/10ms",
    "response-delay, 3s/700h",
    "disconnect-every, -1",
    "disconnect-every, 1.5",
    "drop-by-prefix, 39333",
    "drop-by-prefix, 39333=2",
    "fail-state, LOST",
    "fail-error, a b",
    "receipts, some",
    "receipt-before-response, yes",
    "response-id, octal",
    "smpp-version, 3.5",
    "enquire-link, -1s",
    "certificate, stolen",
  })
  void a_value_out_of_range_is_refused_with_the_dials_name(String key, String value) {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ControlJson.turn(
                    Dials.DEFAULT,
                    ("{\"" + key + "\": \"" + value + "\"}").getBytes(StandardCharsets.UTF_8)));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(key) || message.contains("delay"), message);
  }

  @Test
  void a_lognormal_delay_has_its_median_and_p95() {
    Delay delay = new Delay(Duration.ofMillis(100), Duration.ofMillis(500));
    SplittableRandom random = new SplittableRandom(1);
    int aboveMedian = 0;
    int aboveP95 = 0;
    for (int i = 0; i < 100_000; i++) {
      long micros = delay.sampleMicros(random);
      aboveMedian += micros > 100_000 ? 1 : 0;
      aboveP95 += micros > 500_000 ? 1 : 0;
    }
    assertTrue(Math.abs(aboveMedian - 50_000) < 1000, "above the median: " + aboveMedian);
    assertTrue(Math.abs(aboveP95 - 5_000) < 500, "above the 95th percentile: " + aboveP95);
  }
}
