package io.strowger.smpp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class BindBackoffTest {
  private final BindBackoff backoff = new BindBackoff();

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, (byte) (last >> Byte.SIZE), (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void every_failure_doubles_the_delay_up_to_four_seconds() {
    long[] delays = {250, 500, 1_000, 2_000, 4_000, 4_000};
    for (long delay : delays) {
      assertEquals(delay, backoff.failed(address(1), "esme", 0));
    }
  }

  @Test
  void an_address_that_tries_many_accounts_is_slowed() {
    assertEquals(250, backoff.failed(address(1), "a", 0));
    assertEquals(500, backoff.failed(address(1), "b", 0));
    assertEquals(1_000, backoff.failed(address(1), "c", 0));
  }

  @Test
  void an_account_that_is_tried_from_many_addresses_is_slowed() {
    assertEquals(250, backoff.failed(address(1), "a", 0));
    assertEquals(500, backoff.failed(address(2), "a", 0));
    assertEquals(1_000, backoff.failed(address(3), "a", 0));
  }

  @Test
  void only_the_pair_is_ever_blocked_and_not_for_long() {
    for (int i = 0; i < 3; i++) {
      assertFalse(backoff.isBlocked(address(1), "a", 0));
      backoff.failed(address(1), "a", 0);
    }
    assertTrue(backoff.isBlocked(address(1), "a", 999));
    assertFalse(backoff.isBlocked(address(1), "b", 999));
    assertFalse(backoff.isBlocked(address(2), "a", 999));
    assertFalse(backoff.isBlocked(address(1), "a", 1_000));
    assertEquals(1_000, backoff.blockedMillis(address(1), "a"));
  }

  @Test
  void a_success_clears_the_pair_and_time_clears_all() {
    for (int i = 0; i < 5; i++) {
      backoff.failed(address(1), "a", 0);
    }
    backoff.succeeded(address(1), "a");
    assertFalse(backoff.isBlocked(address(1), "a", 0));
    assertEquals(4_000, backoff.failed(address(1), "a", 0));
    assertEquals(250, backoff.failed(address(1), "a", 600_001));
  }

  @Test
  void a_sweep_of_made_up_names_is_forgotten_not_hoarded() {
    for (int i = 0; i < 100_000; i++) {
      backoff.failed(address(i & 0xFFFF), "name" + i, 0);
    }
    assertTrue(backoff.remembered() <= 10_000);
  }
}
