package io.strowger.sip.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionTimerTest {
  @ParameterizedTest
  @CsvSource({
    "1800;refresher=uac, 1800, true",
    "1800 ; Refresher = UAS, 1800, false",
    "90, 90, true",
    "10;refresher=uac, 90, true",
    "999999999;refresher=uas, 86400, false"
  })
  void a_response_says_who_refreshes(String header, int seconds, boolean we) {
    SessionTimer timer = SessionTimer.fromResponse(header, 5_000);
    assertEquals(new SessionTimer(seconds, we, 5_000), timer);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "x", "-90", "0", "90x", ";refresher=uac", "99999999999"})
  void without_a_readable_interval_there_is_no_timer(@Nullable String header) {
    assertNull(SessionTimer.fromResponse(header, 0));
    assertNull(SessionTimer.fromRequest(header, 0));
    assertFalse(SessionTimer.tooSmall(header));
  }

  @Test
  void who_asks_for_a_refresh_is_the_uac_of_that_request() {
    SessionTimer theirs = SessionTimer.fromRequest("600;refresher=uac", 0);
    assertNotNull(theirs);
    assertFalse(theirs.weRefresh());
    assertEquals("600;refresher=uac", theirs.responseHeader());
    SessionTimer ours = SessionTimer.fromRequest("600;refresher=uas", 0);
    assertNotNull(ours);
    assertTrue(ours.weRefresh());
    assertEquals("600;refresher=uas", ours.responseHeader());
    assertEquals("600;refresher=uac", ours.requestHeader());
  }

  @Test
  void we_refresh_at_half_time_and_give_up_at_the_end() {
    SessionTimer timer = new SessionTimer(90, true, 1_000);
    assertEquals(46_000, timer.refreshAtMillis());
    assertEquals(91_000, timer.expiresAtMillis());
    assertEquals(new SessionTimer(90, true, 46_000), timer.refreshed(46_000));
  }

  @Test
  void the_far_ends_refresh_is_missed_a_third_or_32_seconds_before_the_end() {
    assertEquals(60_000, new SessionTimer(90, false, 0).expiresAtMillis());
    assertEquals(1_768_000, new SessionTimer(1_800, false, 0).expiresAtMillis());
    assertEquals(Long.MAX_VALUE, new SessionTimer(90, false, 0).refreshAtMillis());
  }

  @Test
  void an_interval_under_90_seconds_is_too_small() {
    assertTrue(SessionTimer.tooSmall("89;refresher=uac"));
    assertFalse(SessionTimer.tooSmall("90"));
  }
}
