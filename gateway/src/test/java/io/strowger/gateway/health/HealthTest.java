package io.strowger.gateway.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Two routes, four messages a slot on each, nine in ten arrive after 2 to 12 s. */
final class HealthTest {
  private static final String A = "alpha";
  private static final String B = "beta";
  private static final int MINUTE = 30;
  private static final int LEARNED = 90 * MINUTE;

  private record Event(long slot, String route, String operator, String account, long sent) {}

  private final SplittableRandom random = new SplittableRandom(11);
  private final PriorityQueue<Event> receipts =
      new PriorityQueue<>((a, b) -> Long.compare(a.slot(), b.slot()));
  private final PriorityQueue<Event> codes =
      new PriorityQueue<>((a, b) -> Long.compare(a.slot(), b.slot()));
  private final List<HealthChange> changes = new ArrayList<>();
  private Health health = new Health(Map.of(A, List.of(B), B, List.of(A)), 0);
  private boolean feedback;
  private boolean canaries;
  private boolean numberAnswers = true;
  private boolean traffic = true;
  private final ArrayDeque<Long> underWay = new ArrayDeque<>();
  private Predicate<Event> swallowed = _ -> false;
  private Predicate<Event> unreceipted = _ -> false;

  /** Receipts come, whatever has become of the message. */
  private Predicate<Event> told = _ -> false;

  private int perSlot = 4;
  private long slot;

  private void run(int slots) {
    for (int i = 0; i < slots; i++) {
      for (String route : List.of(A, B)) {
        for (int n = 0; n < perSlot && traffic; n++) {
          send(route, "op" + random.nextInt(2), "account" + random.nextInt(20));
        }
      }
      while (!receipts.isEmpty() && receipts.peek().slot() <= slot) {
        Event due = receipts.remove();
        health.heard(Signal.RECEIPT, due.route(), due.operator(), due.account(), due.sent());
      }
      while (!codes.isEmpty() && codes.peek().slot() <= slot) {
        Event due = codes.remove();
        health.heard(Signal.VERIFIED, due.route(), due.operator(), due.account(), due.sent());
      }
      if (canaries && slot % 5 == 0) {
        health.canarySent(A, "", slot * 2_000, 60_000);
        if (!swallowed.test(new Event(slot, A, "", "", 0))) {
          health.canaryReturned(A, "", slot * 2_000, slot * 2_000 + 3_000);
        } else if (numberAnswers) {
          underWay.add(slot * 2_000);
        }
      }
      while (!underWay.isEmpty() && slot * 2_000 - underWay.peek() >= 30_000) {
        health.canaryLost(A, "", underWay.remove());
      }
      changes.addAll(health.tick(++slot * 2_000));
    }
  }

  private void send(String route, String operator, String account) {
    long now = slot * 2_000;
    Event event = new Event(slot, route, operator, account, now);
    boolean arrives = random.nextInt(10) != 0 && !swallowed.test(event);
    boolean receipt = (arrives || told.test(event)) && !unreceipted.test(event);
    if (health.state(route, operator) == CellState.OPEN) {
      if (health.takeProbe(route, operator, now)) {
        health.probeSent(route, operator);
        if (receipt) {
          health.probeHeard(route, operator, now);
        }
      }
      return;
    }
    health.sent(route, operator, account, feedback);
    if (receipt) {
      receipts.add(new Event(slot + 1 + random.nextInt(5), route, operator, account, now));
    }
    if (arrives && feedback) {
      codes.add(new Event(slot + 3 + random.nextInt(20), route, operator, account, now));
    }
  }

  private List<Cause> causes(String route, CellState to) {
    return changes.stream()
        .filter(change -> change.route().equals(route) && change.to() == to)
        .map(HealthChange::cause)
        .toList();
  }

  @Test
  void a_route_that_swallows_everything_is_left_and_its_onset_known() {
    run(LEARNED);
    assertEquals(List.of(), changes);
    long fault = slot * 2_000;
    swallowed = event -> event.route().equals(A);
    run(20);
    assertEquals(CellState.OPEN, health.state(A, "op0"));
    HealthChange open = changes.getLast();
    assertEquals(Cause.SILENCE, open.cause());
    assertTrue(Math.abs(open.onsetMillis() - fault) <= 6_000, open::toString);
    assertEquals(CellState.CLOSED, health.state(B, "op0"));
    assertEquals(0, health.share(A, "op0"));
  }

  @Test
  void a_dead_route_stays_open_and_a_mended_one_comes_back_by_the_ramp() {
    run(LEARNED);
    swallowed = event -> event.route().equals(A);
    run(10 * MINUTE);
    assertEquals(CellState.OPEN, health.state(A, "op0"));
    swallowed = _ -> false;
    run(30 * MINUTE);
    assertEquals(CellState.CLOSED, health.state(A, "op0"));
    assertEquals(List.of(Cause.PROBES_RETURNED), causes(A, CellState.HALF_OPEN).subList(0, 1));
    assertEquals(1, causes(A, CellState.OPEN).size());
  }

  @Test
  void a_second_and_a_third_fault_are_found_as_fast_as_the_first() {
    run(LEARNED);
    int first = 0;
    for (int fault = 1; fault <= 3; fault++) {
      swallowed = event -> event.route().equals(A);
      int slots = 0;
      while (health.state(A, "op0") != CellState.OPEN && slots < MINUTE) {
        run(1);
        slots++;
      }
      first = fault == 1 ? slots : first;
      assertTrue(slots <= 20, "found after " + 2 * slots + " s");
      assertTrue(slots <= first + 3, fault + " after " + 2 * slots + " s, not " + 2 * first);
      run(5 * MINUTE);
      swallowed = _ -> false;
      run(90 * MINUTE);
      assertEquals(CellState.CLOSED, health.state(A, "op0"), "after fault " + fault);
    }
  }

  @Test
  void the_last_usable_route_is_never_left() {
    run(LEARNED);
    swallowed = _ -> true;
    run(5 * MINUTE);
    boolean bothOpen =
        health.state(A, "op0") == CellState.OPEN && health.state(B, "op0") == CellState.OPEN;
    assertFalse(bothOpen);
    health = new Health(Map.of(), slot * 2_000);
    swallowed = _ -> false;
    changes.clear();
    run(LEARNED);
    swallowed = _ -> true;
    run(5 * MINUTE);
    assertEquals(List.of(), causes(A, CellState.OPEN));
    assertTrue(causes(A, CellState.DEGRADED).contains(Cause.LAST_USABLE_ROUTE));
  }

  @Test
  void an_operator_that_is_dark_on_one_route_is_left_there_only() {
    run(LEARNED);
    swallowed = event -> event.route().equals(A) && event.operator().equals("op1");
    run(2 * MINUTE);
    assertEquals(CellState.OPEN, health.state(A, "op1"));
    assertNotEquals(CellState.OPEN, health.state(A, "op0"));
    assertEquals(CellState.CLOSED, health.state(B, "op1"));
  }

  @Test
  void an_operator_that_is_dark_everywhere_is_the_destination() {
    run(LEARNED);
    swallowed = event -> event.operator().equals("op1");
    run(2 * MINUTE);
    assertTrue(
        changes.stream().anyMatch(change -> change.cause() == Cause.DESTINATION_DOWN),
        changes::toString);
    assertNotEquals(CellState.OPEN, health.state(B, "op1"));
  }

  @Test
  void receipts_that_stop_while_codes_are_verified_open_nothing() {
    feedback = true;
    run(LEARNED);
    unreceipted = event -> event.route().equals(A);
    run(8 * MINUTE);
    assertEquals(List.of(), causes(A, CellState.OPEN));
    assertTrue(
        changes.stream().anyMatch(change -> change.cause() == Cause.RECEIPTS_BROKEN),
        changes::toString);
  }

  /** Of the minute before that is judged most was well, where much is sent. */
  @Test
  void receipts_that_stopped_are_not_believed_for_the_time_before_they_did() {
    feedback = true;
    perSlot = 40;
    run(LEARNED);
    unreceipted = event -> event.route().equals(A);
    run(3 * MINUTE);
    assertEquals(3, causes(A, CellState.SUSPECT).size(), "the route and two operators, once each");
    assertEquals(
        1,
        changes.stream()
            .filter(
                change -> change.operator().isEmpty() && change.cause() == Cause.RECEIPTS_BROKEN)
            .count(),
        changes::toString);
  }

  @Test
  void once_receipts_flow_again_they_are_believed_again() {
    feedback = true;
    run(LEARNED);
    unreceipted = event -> event.route().equals(A);
    run(2 * MINUTE);
    unreceipted = _ -> false;
    run(3 * MINUTE);
    swallowed = event -> event.route().equals(A);
    run(MINUTE);
    assertEquals(List.of(Cause.SILENCE), causes(A, CellState.OPEN).stream().distinct().toList());
  }

  @Test
  void half_of_the_receipts_are_no_receipts_that_flow_again() {
    feedback = true;
    run(LEARNED);
    unreceipted = event -> event.route().equals(A) && event.hashCode() % 2 == 0;
    run(9 * MINUTE);
    assertEquals(List.of(), causes(A, CellState.OPEN));
    assertTrue(
        changes.stream()
                .filter(change -> change.route().equals(A) && change.operator().isEmpty())
                .filter(change -> change.cause() == Cause.RECEIPTS_BROKEN)
                .count()
            <= 1,
        changes::toString);
  }

  @Test
  void without_feedback_returning_canaries_say_the_same() {
    canaries = true;
    run(LEARNED);
    unreceipted = event -> event.route().equals(A);
    run(8 * MINUTE);
    assertEquals(List.of(), causes(A, CellState.OPEN));
    assertTrue(
        changes.stream().anyMatch(change -> change.cause() == Cause.RECEIPTS_BROKEN),
        changes::toString);
  }

  @Test
  void a_dead_route_whose_canaries_are_lost_too_is_left() {
    canaries = true;
    run(LEARNED);
    swallowed = event -> event.route().equals(A);
    run(2 * MINUTE);
    assertEquals(CellState.OPEN, health.state(A, "op0"));
  }

  /** No receipt, no code: canaries are all there is. */
  @Test
  void a_blind_route_is_left_by_its_canaries_and_comes_back_by_them() {
    canaries = true;
    unreceipted = event -> event.route().equals(A);
    run(LEARNED);
    assertTrue(health.isBlind(A), changes::toString);
    assertEquals(CellState.CLOSED, health.state(A, "op0"), changes::toString);
    swallowed = event -> event.route().equals(A);
    run(2 * MINUTE);
    assertEquals(CellState.OPEN, health.state(A, "op0"), changes::toString);
    assertEquals(Cause.CANARIES_LOST, health.cause(A, "op0"));
    swallowed = _ -> false;
    run(8 * MINUTE);
    assertEquals(CellState.CLOSED, health.state(A, "op0"), changes::toString);
  }

  @Test
  void a_route_without_any_traffic_is_left_by_its_canaries() {
    canaries = true;
    traffic = false;
    run(10 * MINUTE);
    swallowed = event -> event.route().equals(A);
    run(2 * MINUTE);
    assertEquals(List.of(Cause.CANARIES_LOST), causes(A, CellState.OPEN));
    assertEquals(CellState.CLOSED, health.state(B, ""));
  }

  @Test
  void canaries_whose_number_answers_nobody_are_no_evidence() {
    canaries = true;
    numberAnswers = false;
    traffic = false;
    run(10 * MINUTE);
    swallowed = event -> event.route().equals(A);
    run(30 * MINUTE);
    assertEquals(List.of(), changes);
  }

  @Test
  void the_last_route_is_not_left_by_its_canaries() {
    health = new Health(Map.of(A, List.of()), 0);
    canaries = true;
    traffic = false;
    run(MINUTE);
    swallowed = event -> event.route().equals(A);
    run(3 * MINUTE);
    assertEquals(CellState.DEGRADED, health.state(A, ""));
    assertEquals(Cause.LAST_USABLE_ROUTE, health.cause(A, ""));
    swallowed = _ -> false;
    run(15 * MINUTE);
    assertEquals(CellState.CLOSED, health.state(A, ""));
  }

  /** Filters for texts that repeat, such as canaries, are no fault of the route. */
  @Test
  void codes_that_are_verified_are_believed_more_than_canaries_that_are_lost() {
    canaries = true;
    feedback = true;
    run(2 * LEARNED);
    changes.clear();
    swallowed = event -> event.route().equals(A) && event.operator().isEmpty();
    run(3 * MINUTE);
    assertEquals(List.of(), causes(A, CellState.OPEN));
    assertTrue(changes.stream().anyMatch(change -> change.cause() == Cause.CANARIES_LOST));
  }

  @Test
  void receipts_that_lie_are_found_by_codes_that_are_not_verified() {
    feedback = true;
    run(2 * LEARNED);
    swallowed = event -> event.route().equals(A);
    // The carrier says delivered all the same.
    for (int i = 0; i < 3 * MINUTE; i++) {
      for (int n = 0; n < 4 && health.state(A, "op0") != CellState.OPEN; n++) {
        receipts.add(new Event(slot + 3, A, "op" + random.nextInt(2), "account1", slot * 2_000));
      }
      run(1);
    }
    assertTrue(causes(A, CellState.OPEN).contains(Cause.FAKE_RECEIPTS), changes::toString);
  }

  /** Else a carrier that lies would be back each few minutes, for probes have receipts too. */
  @Test
  void receipts_that_lied_bring_no_route_back_and_verified_codes_do() {
    feedback = true;
    run(2 * LEARNED);
    swallowed = event -> event.route().equals(A);
    told = swallowed;
    run(25 * MINUTE);
    assertEquals(CellState.OPEN, health.state(A, "op0"));
    assertFalse(causes(A, CellState.HALF_OPEN).contains(Cause.PROBES_RETURNED), changes::toString);
    run(30 * MINUTE);
    assertTrue(causes(A, CellState.HALF_OPEN).contains(Cause.RAMP), "it is tried");
    assertFalse(causes(A, CellState.CLOSED).contains(Cause.RECOVERED), "and left again");
    swallowed = _ -> false;
    told = _ -> false;
    run(120 * MINUTE);
    assertEquals(CellState.CLOSED, health.state(A, "op0"));
  }

  @Test
  void lying_receipts_bring_no_route_back_whose_canaries_are_lost() {
    canaries = true;
    run(2 * LEARNED);
    swallowed = event -> event.route().equals(A);
    told = event -> event.route().equals(A) && !event.operator().isEmpty();
    run(20 * MINUTE);
    assertEquals(List.of(Cause.CANARIES_LOST), causes(A, CellState.OPEN));
    assertEquals(List.of(), causes(A, CellState.HALF_OPEN));
    swallowed = _ -> false;
    told = _ -> false;
    run(30 * MINUTE);
    assertEquals(CellState.CLOSED, health.state(A, "op0"));
  }

  @Test
  void what_a_link_says_itself_opens_at_once_and_its_repair_starts_the_ramp() {
    run(MINUTE);
    health.fault(A, Fault.AUTHENTICATION, slot * 2_000);
    assertEquals(CellState.OPEN, health.state(A, "op0"));
    assertFalse(health.takeProbe(A, "op0", slot * 2_000 + 60_000));
    health.repaired(A, slot * 2_000);
    assertEquals(CellState.HALF_OPEN, health.state(A, "op0"));
    run(20 * MINUTE);
    assertEquals(CellState.CLOSED, health.state(A, "op0"));
  }

  @Test
  void a_link_that_answers_no_submit_is_probed_and_comes_back_when_it_answers_one() {
    run(MINUTE);
    health.fault(A, Fault.NO_RESPONSES, slot * 2_000);
    assertEquals(CellState.OPEN, health.state(A, "op0"));
    health.repaired(A, slot * 2_000);
    assertEquals(CellState.OPEN, health.state(A, "op0"));
    assertTrue(health.takeProbe(A, "op0", slot * 2_000 + 60_000));
    health.answered(A, slot * 2_000 + 60_000);
    assertEquals(CellState.HALF_OPEN, health.state(A, "op0"));
  }

  @Test
  void what_was_learned_outlives_a_restart() {
    run(LEARNED);
    byte[] kept = health.snapshot();
    health = new Health(Map.of(A, List.of(B), B, List.of(A)), slot * 2_000);
    health.restore(kept, slot * 2_000);
    receipts.clear();
    run(5 * MINUTE);
    assertEquals(List.of(), changes);
    swallowed = event -> event.route().equals(A);
    run(20);
    assertEquals(CellState.OPEN, health.state(A, "op0"));
    byte[] open = health.snapshot();
    health = new Health(Map.of(A, List.of(B), B, List.of(A)), slot * 2_000);
    health.restore(open, slot * 2_000);
    assertEquals(CellState.OPEN, health.state(A, "op0"));
  }

  @Test
  void a_damaged_snapshot_is_refused_and_nothing_is_known() {
    run(MINUTE);
    byte[] kept = health.snapshot();
    byte[] torn = java.util.Arrays.copyOf(kept, kept.length / 2);
    Health next = new Health(Map.of(), 0);
    assertThrows(IllegalArgumentException.class, () -> next.restore(torn, 0));
    assertThrows(IllegalArgumentException.class, () -> next.restore(new byte[] {9, 9, 9, 9}, 0));
    assertEquals(CellState.CLOSED, next.state(A, "op0"));
  }

  @Test
  void clocks_that_leap_raise_nothing() {
    run(LEARNED);
    slot += 20_000;
    receipts.clear();
    run(5 * MINUTE);
    assertEquals(List.of(), health.tick((slot - 10_000) * 2_000));
    run(5 * MINUTE);
    assertEquals(List.of(), causes(A, CellState.OPEN));
  }

  @Test
  void a_dead_trunk_is_left_after_a_handful_of_calls() {
    for (int i = 0; i < 400; i++) {
      health.call(A, "49", i % 5 != 0, 6_000, i * 1_000L);
    }
    changes.addAll(health.tick(400_000));
    assertEquals(List.of(), changes);
    for (int i = 0; i < 10; i++) {
      health.call(A, "49", false, 0, 400_000 + i * 1_000L);
      changes.addAll(health.tick(402_000 + i * 1_000L));
    }
    assertTrue(causes(A, CellState.OPEN).contains(Cause.CALLS_FAIL), changes::toString);
  }
}
