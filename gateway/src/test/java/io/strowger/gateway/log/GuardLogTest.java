package io.strowger.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.gateway.guard.PumpingBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardLogTest {
  @ParameterizedTest
  @CsvSource({
    "+99890123,    4, +99 890 123 ****",
    "+9989012,     0, +99 890 12 *",
    "+39340123,    4, +39 340 123 ****",
    "+49151234567, 4, +49 151 234 567 ****"
  })
  void a_blocked_prefix_can_be_read_although_numbers_are_masked(
      String prefix, int hidden, String shown) {
    PumpingBlock block = new PumpingBlock("idp", prefix, hidden, 0, 0);
    String line = "Messages to " + GuardLog.shown(block) + " are delivered and not used";
    assertEquals(shown, GuardLog.shown(block));
    assertEquals(line, Masking.mask(line));
  }
}
