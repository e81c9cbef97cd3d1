package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndUserTest {
  @Test
  void an_address_is_itself_however_it_is_written() {
    assertEquals("192.0.2.7", EndUser.of("192.0.2.7"));
    assertEquals(EndUser.of("2001:db8::1"), EndUser.of("2001:0db8:0:0::1"));
    assertEquals("192.0.2.7", EndUser.of("::ffff:192.0.2.7"));
  }

  @Test
  void one_subscriber_of_ipv6_is_one_end_user() {
    assertEquals(EndUser.of("2001:db8:1:2::1"), EndUser.of("2001:db8:1:2:ffff::9"));
    assertNotEquals(EndUser.of("2001:db8:1:2::1"), EndUser.of("2001:db8:1:3::1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "localhost", "192.0.2.256", "1", "fe80::1%eth0", "a b"})
  void what_is_no_address_is_nobody_and_no_name_is_looked_up(String text) {
    assertNull(EndUser.of(text));
  }
}
