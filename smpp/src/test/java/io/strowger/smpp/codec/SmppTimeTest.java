package io.strowger.smpp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SmppTimeTest {
  private static final long NOW = Instant.parse("2026-11-22T15:00:00.500Z").toEpochMilli();

  @ParameterizedTest
  @CsvSource({
    "000000000130000R, 2026-11-22T15:01:30.500Z",
    "000007000000000R, 2026-11-29T15:00:00.500Z",
    "000300000000000R, 2027-02-22T15:00:00.500Z",
    "010000000000000R, 2027-11-22T15:00:00.500Z",
    "000000235959999R, 2026-11-23T14:59:59.500Z",
    "000000009900000R, 2026-11-22T16:39:00.500Z",
    "261122153000000+, 2026-11-22T15:30:00Z",
    "261122153000704+, 2026-11-22T14:30:00.700Z",
    "261122153000004-, 2026-11-22T16:30:00Z",
    "261122153000048-, 2026-11-23T03:30:00Z",
    "280229000000000+, 2028-02-29T00:00:00Z",
    "991231235959900+, 1999-12-31T23:59:59.900Z",
    "750101000000000+, 2075-01-01T00:00:00Z",
    "760101000000000+, 1976-01-01T00:00:00Z",
  })
  void a_time_of_section_7_1_1_is_read(String field, Instant at) {
    assertEquals(new SmppTime.At(at.toEpochMilli()), SmppTime.read(field, NOW));
  }

  @Test
  void an_empty_field_is_absent() {
    assertEquals(new SmppTime.Absent(), SmppTime.read("", NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "60",
        "000000000130000",
        "00000000013000R",
        "0000000001300000R",
        "000000000130000r",
        "000000000130000Z",
        "00000000013000 R",
        "-00000000130000R",
        "٠٠٠٠٠٠٠٠٠١٣٠٠٠٠R",
        "261322153000000+",
        "260230153000000+",
        "261122243000000+",
        "261122156000000+",
        "261122153060000+",
        "261122153000049+",
        "260000000000000+",
        "270229000000000+"
      })
  void what_is_no_time_is_said_to_be_none_and_not_quoted(String field) {
    SmppTime read = SmppTime.read(field, NOW);
    String reason = assertInstanceOf(SmppTime.Unreadable.class, read).reason();
    assertFalse(reason.contains(field) && field.length() > 2);
  }

  @Test
  void what_is_written_is_read_back_to_the_tenth_of_a_second() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 10_000; i++) {
      long at = NOW + random.nextLong(-365L * 86_400_000 * 40, 365L * 86_400_000 * 40);
      long tenths = Math.floorDiv(at, 100) * 100;
      assertEquals(new SmppTime.At(tenths), SmppTime.read(SmppTime.write(at), NOW));
    }
  }

  @Test
  void any_sixteen_characters_are_a_value() {
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 100_000; i++) {
      StringBuilder field = new StringBuilder();
      for (int c = 0; c < 15; c++) {
        field.append((char) ('0' + random.nextInt(10)));
      }
      field.append("+-Rx".charAt(random.nextInt(4)));
      SmppTime read = SmppTime.read(field.toString(), NOW);
      if (field.charAt(15) == 'R') {
        assertInstanceOf(SmppTime.At.class, read);
      }
    }
  }
}
