package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class AffectedCommandTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneId.of("Europe/Rome"));

  @Test
  void a_time_of_day_is_the_last_one_that_has_been() throws Exception {
    assertEquals("2026-11-22T09:30:00+01:00", AffectedCommand.instant("09:30", CLOCK));
    assertEquals("2026-11-21T15:30:00+01:00", AffectedCommand.instant("15:30", CLOCK));
  }

  @Test
  void a_date_and_time_is_of_this_machine_s_zone_unless_it_names_one() throws Exception {
    assertEquals("2026-07-01T15:30:00+02:00", AffectedCommand.instant("2026-07-01T15:30", CLOCK));
    assertEquals("2026-07-01T15:30:00Z", AffectedCommand.instant("2026-07-01T15:30:00Z", CLOCK));
    assertEquals(
        "2026-07-01T15:30:00-05:00", AffectedCommand.instant("2026-07-01T15:30:00-05:00", CLOCK));
  }

  @Test
  void what_is_no_time_is_said_to_be_none() {
    for (String wrong : new String[] {"", "yesterday", "25:00", "2026-13-01T00:00", "15.30"}) {
      assertThrows(UsageFailure.class, () -> AffectedCommand.instant(wrong, CLOCK), wrong);
    }
  }
}
