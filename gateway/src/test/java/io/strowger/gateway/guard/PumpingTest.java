package io.strowger.gateway.guard;

import static io.strowger.gateway.guard.GuardFixture.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.PumpingWatch;
import io.strowger.gateway.guard.PumpingTraffic.Kind;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PumpingTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final PhoneNumber PUMPED = new PhoneNumber("+99890123" + "4567");

  /** Half an hour of honest users. */
  private static PumpingTraffic warm(GuardRules rules) {
    PumpingTraffic traffic = new PumpingTraffic(GuardFixture.with(rules), 5);
    traffic.honest(START, START + 30 * MINUTE, 1_000);
    traffic.runUntil(START + 30 * MINUTE);
    assertEquals(List.of(), traffic.fixture.blocked);
    return traffic;
  }

  private static PumpingTraffic warm() {
    return warm(GuardRules.DEFAULT);
  }

  @Test
  void a_pumped_block_is_closed_and_honest_users_are_not() {
    PumpingTraffic traffic = warm();
    traffic.honest(traffic.now(), traffic.now() + 30 * MINUTE, 1_000);
    traffic.pump("+99890123", 4, traffic.now(), traffic.now() + 30 * MINUTE, 3_000);
    traffic.runUntil(START + HOUR);
    PumpingBlock block = traffic.fixture.blocked.getFirst();
    assertEquals("+99890123", block.prefix());
    assertEquals(0, block.repeats());
    assertTrue(block.untilMillis() < START + 45 * MINUTE, "found within ten minutes");
    assertTrue(traffic.denied(Kind.PUMPED) > 300, "pumped: " + traffic.denied(Kind.PUMPED));
    assertEquals(0, traffic.denied(Kind.HONEST));
  }

  @Test
  void pumping_spread_over_a_prefix_is_found_too() {
    PumpingTraffic traffic = warm();
    traffic.honest(traffic.now(), traffic.now() + 30 * MINUTE, 1_000);
    traffic.pump("+9989012", 5, traffic.now(), traffic.now() + 30 * MINUTE, 500);
    traffic.runUntil(START + HOUR);
    assertTrue(
        traffic.fixture.blocked.stream().anyMatch(block -> block.prefix().equals("+9989012")),
        () -> traffic.fixture.blocked.toString());
    assertEquals(0, traffic.denied(Kind.HONEST));
  }

  /** Twelve times the usual in a prefix whose people convert as poorly as any. */
  @Test
  void a_prefix_whose_share_jumps_and_that_is_used_stays_open() {
    PumpingTraffic traffic = warm();
    traffic.honest(traffic.now(), traffic.now() + HOUR, 1_000);
    traffic.crowd("+38591", 7, 0.45, traffic.now(), traffic.now() + HOUR, 500);
    traffic.runUntil(START + 2 * HOUR);
    assertEquals(List.of(), traffic.fixture.blocked);
    assertEquals(0, traffic.denied(Kind.HONEST));
  }

  /** What is verified comes before what is not: half a minute of misses must not stand alone. */
  @Test
  void many_messages_to_one_block_that_are_used_stay_open() {
    PumpingTraffic traffic = warm();
    traffic.honest(traffic.now(), traffic.now() + HOUR, 1_000);
    traffic.crowd("+39347100", 4, 0.8, traffic.now(), traffic.now() + HOUR, 150);
    traffic.runUntil(START + 2 * HOUR);
    assertEquals(List.of(), traffic.fixture.blocked);
    assertEquals(0, traffic.denied(Kind.HONEST));
  }

  /** Forty messages in two minutes, and a few when their codes are known not to be used. */
  private static List<PumpingBlock> afterABurst(long honestEvery) {
    PumpingTraffic traffic = warm();
    traffic.honest(traffic.now(), traffic.now() + 40 * MINUTE, honestEvery);
    traffic.runUntil(traffic.now() + 20 * MINUTE);
    traffic.pump("+9989012", 5, traffic.now(), traffic.now() + 2 * MINUTE, 3_000);
    traffic.pump("+9989012", 5, traffic.now() + 8 * MINUTE, traffic.now() + 9 * MINUTE, MINUTE / 2);
    traffic.runUntil(traffic.now() + 20 * MINUTE);
    return traffic.fixture.blocked;
  }

  @Test
  void the_same_burst_weighs_more_where_it_is_a_jump_of_the_prefix() {
    assertEquals(
        List.of("+9989012"),
        afterABurst(5_000).stream().map(PumpingBlock::prefix).toList(),
        "most of the messages of a quiet hour");
    assertEquals(List.of(), afterABurst(500), "one in twenty of a busy one");
  }

  @Test
  void a_block_lifts_by_itself_and_each_repetition_takes_twice_as_long() {
    PumpingTraffic traffic = warm();
    long end = START + 6 * HOUR;
    traffic.honest(traffic.now(), end, 2_000);
    traffic.pump("+99890123", 4, traffic.now(), end, 3_000);
    traffic.runUntil(end);
    List<PumpingBlock> blocks =
        traffic.fixture.blocked.stream().filter(block -> block.hiddenDigits() == 4).toList();
    assertTrue(blocks.size() >= 4, () -> blocks.toString());
    for (int i = 0; i < blocks.size(); i++) {
      assertEquals(i, blocks.get(i).repeats());
      long length = blocks.get(i).untilMillis() - traffic.blockedAt(blocks.get(i));
      assertEquals(Pumping.FIRST_BLOCK_MILLIS << i, length);
    }
    assertTrue(traffic.fixture.told.contains("lifted +99890123"));
  }

  @Test
  void no_block_is_longer_than_half_a_day() {
    Pumping pumping =
        new Pumping(
            "idp",
            PumpingWatch.FEEDBACK,
            new Memory(1 << 20, 1, new MemoryBudget(1 << 24)),
            GuardObserver.NONE);
    pumping.restore(new PumpingBlock("idp", "+99890123", 4, START + 10, 30), START);
    assertTrue(pumping.waitMillis(PUMPED, START) > 0);
    pumping.poll(START + 10);
    assertEquals(0, pumping.waitMillis(PUMPED, START + 10));
    assertEquals(12 * HOUR, Pumping.LONGEST_BLOCK_MILLIS);
  }

  @Test
  void while_a_block_is_in_force_its_numbers_are_known_as_such() {
    PumpingTraffic traffic = warm();
    traffic.honest(traffic.now(), traffic.now() + 30 * MINUTE, 1_000);
    traffic.pump("+99890123", 4, traffic.now(), traffic.now() + 30 * MINUTE, 3_000);
    traffic.runUntilBlocked();
    Guard guard = traffic.fixture.guard;
    long now = traffic.now();
    assertTrue(guard.blocked("idp", PUMPED, now));
    assertFalse(guard.blocked("idp", new PhoneNumber("+998901244567"), now));
    assertFalse(guard.blocked("bank", PUMPED, now));
    assertEquals(traffic.fixture.blocked, guard.blocks());
    Denial denial =
        assertInstanceOf(
                Decision.Denied.class, guard.admit(traffic.fixture.request(PUMPED.e164()), now))
            .denial();
    assertEquals("pumping-suspected", denial.code());
    assertTrue(denial.retryAfterSeconds() > 0 && denial.retryAfterSeconds() <= 300);
  }

  @Test
  void an_operator_opens_a_block_and_it_stays_open_as_long_as_he_says() {
    PumpingTraffic traffic = warm();
    long end = START + 2 * HOUR;
    traffic.honest(traffic.now(), end, 1_000);
    traffic.pump("+99890123", 4, traffic.now(), end, 3_000);
    traffic.runUntilBlocked();
    Guard guard = traffic.fixture.guard;
    assertFalse(guard.lift("idp", "+39340", traffic.now() + HOUR, traffic.now()));
    assertTrue(guard.lift("idp", "+99890123", traffic.now() + HOUR, traffic.now()));
    assertEquals("lifted +99890123 by operator", traffic.fixture.told.getLast());
    int before = traffic.denied(Kind.PUMPED);
    traffic.runUntil(traffic.now() + HOUR);
    assertEquals(before, traffic.denied(Kind.PUMPED));
    traffic.runUntil(end);
    assertTrue(traffic.denied(Kind.PUMPED) > before);
  }

  @Test
  void what_another_thread_asks_to_open_is_opened_with_the_next_look() {
    PumpingTraffic traffic = warm();
    traffic.honest(traffic.now(), traffic.now() + 30 * MINUTE, 1_000);
    traffic.pump("+99890123", 4, traffic.now(), traffic.now() + 30 * MINUTE, 3_000);
    traffic.runUntilBlocked();
    Guard guard = traffic.fixture.guard;
    assertTrue(guard.askLift("idp", "+99890123", traffic.now() + HOUR));
    assertTrue(guard.askLift("bank", "+1", traffic.now() + HOUR));
    assertTrue(guard.blocked("idp", PUMPED, traffic.now()));
    guard.poll(traffic.now() + 1_000);
    assertFalse(guard.blocked("idp", PUMPED, traffic.now() + 1_000));
    assertEquals(List.of(), guard.blocks());
  }

  @Test
  void a_client_that_stops_telling_has_nobody_blocked() {
    PumpingTraffic traffic = warm();
    long end = START + 3 * HOUR;
    traffic.silentFeedback(START + 40 * MINUTE, START + 100 * MINUTE);
    traffic.honest(traffic.now(), end, 200);
    traffic.runUntil(end);
    assertEquals(List.of(), traffic.fixture.blocked);
  }

  @Test
  void a_client_that_never_tells_is_not_judged() {
    PumpingTraffic traffic = new PumpingTraffic(new GuardFixture(), 5);
    traffic.silentFeedback(0, Long.MAX_VALUE);
    traffic.pump("+99890123", 4, START, START + HOUR, 500);
    traffic.runUntil(START + HOUR);
    assertEquals(List.of(), traffic.fixture.blocked);
  }

  @Test
  void a_carrier_that_drops_silently_has_nobody_blocked() {
    PumpingTraffic traffic = warm();
    long end = START + 2 * HOUR;
    traffic.carrierDrops(START + 40 * MINUTE, START + 90 * MINUTE);
    traffic.honest(traffic.now(), end, 200);
    traffic.runUntil(end);
    assertEquals(List.of(), traffic.fixture.blocked);
  }

  @Test
  void runs_of_neighbours_are_enough_where_an_account_asks_for_that() {
    for (PumpingWatch watch : PumpingWatch.values()) {
      PumpingTraffic traffic =
          new PumpingTraffic(GuardFixture.with(GuardRules.DEFAULT.with(watch)), 5);
      traffic.silentFeedback(0, Long.MAX_VALUE);
      traffic.pumpInOrder("+998901234500", START, START + 10 * MINUTE, 2_000);
      traffic.runUntil(START + 10 * MINUTE);
      assertEquals(
          watch == PumpingWatch.NEIGHBOURS,
          traffic.fixture.blocked.stream().anyMatch(block -> block.prefix().equals("+99890123")),
          watch.name());
    }
  }

  @Test
  void a_company_that_enrols_its_neighbouring_numbers_is_not_blocked() {
    PumpingTraffic traffic = warm();
    traffic.honest(traffic.now(), traffic.now() + 30 * MINUTE, 1_000);
    traffic.enrolInOrder("+393391234500", traffic.now(), 90);
    traffic.runUntil(START + HOUR);
    assertEquals(List.of(), traffic.fixture.blocked);
  }

  @Test
  void a_million_honest_messages_are_not_blocked() {
    PumpingTraffic traffic = new PumpingTraffic(new GuardFixture(), 11);
    long end = START + 4 * 24 * HOUR;
    traffic.honest(START, end, (end - START) / 1_000_000);
    traffic.runUntil(end);
    assertTrue(traffic.admitted() > 950_000, "admitted: " + traffic.admitted());
    assertEquals(List.of(), traffic.fixture.blocked);
    assertNotEquals(0, traffic.verified());
  }
}
