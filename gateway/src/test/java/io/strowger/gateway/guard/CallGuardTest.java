package io.strowger.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.strowger.gateway.account.Destinations;
import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.guard.CallGuard.Answer;
import io.strowger.gateway.guard.CallGuard.Intent;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CallGuardTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long DAY = 86_400_000;

  private final CallGuard guard = new CallGuard(Map.of("+39", 20_000L));

  private static VoiceRules rules(int atOnce, long costPerDay) {
    return new VoiceRules(
        false,
        1,
        "en",
        30_000,
        60_000,
        120_000,
        atOnce,
        costPerDay,
        VoiceRules.ApprovalKeys.DEFAULT);
  }

  private static Intent call(String to, VoiceRules rules) {
    return new Intent("idp", rules, null, new PhoneNumber(to), false);
  }

  private Answer checked(String to, List<String> voice) {
    Destinations destinations =
        new Destinations(List.of("+"), voice, List.of(), List.of(), Set.of(), Set.of());
    return guard.check(
        new Intent("idp", VoiceRules.DEFAULT, destinations, new PhoneNumber(to), false), NOW);
  }

  @Test
  void only_listed_prefixes_are_called_and_costly_ones_only_by_name() {
    assertInstanceOf(Answer.Allowed.class, checked("+393331234567", List.of("+39")));
    assertInstanceOf(Answer.Refused.class, checked("+447700900123", List.of("+39")));
    assertInstanceOf(Answer.Refused.class, checked("+393331234567", List.of()));
    assertInstanceOf(Answer.Refused.class, checked("+881612345678", List.of("+")));
  }

  @Test
  void one_number_is_called_for_one_message_in_two_minutes() {
    VoiceRules rules = rules(0, 0);
    Intent first = call("+393331234567", rules);
    guard.placed(first, NOW);
    Answer.NotBefore wait =
        assertInstanceOf(Answer.NotBefore.class, guard.check(first, NOW + 119_999));
    assertEquals(NOW + 120_000, wait.atMillis());
    assertInstanceOf(Answer.Allowed.class, guard.check(first, NOW + 120_000));
    Intent nextTrunk = new Intent("idp", rules, null, first.to(), true);
    assertInstanceOf(Answer.Allowed.class, guard.check(nextTrunk, NOW + 1));
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234568", rules), NOW));
  }

  @Test
  void a_call_that_was_not_made_leaves_nothing_behind() {
    VoiceRules rules = rules(1, 20_000);
    guard.placed(call("+393331234567", rules), NOW);
    guard.takeBack(call("+393331234567", rules));
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234567", rules), NOW));
    assertEquals(0, guard.live());
  }

  @Test
  void a_clock_set_back_over_midnight_does_not_give_the_money_back() {
    VoiceRules rules = rules(0, 20_000);
    guard.placed(call("+393331234567", rules), NOW);
    assertInstanceOf(Answer.Refused.class, guard.check(call("+393331234568", rules), NOW - DAY));
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234568", rules), NOW + DAY));
  }

  @Test
  void what_was_spent_before_counts_on_its_day_alone() {
    long today = NOW / DAY;
    guard.restore("idp", today - 1, 15_000);
    guard.restore("idp", today, 5_000);
    assertEquals(5_000, guard.spentMicros("idp", NOW));
    guard.restore("other", today - 1, 7_000);
    assertEquals(0, guard.spentMicros("other", NOW));
    assertEquals(0, guard.spentMicros("idp", NOW + DAY));
  }

  @Test
  void so_many_calls_go_to_a_prefix_at_once() {
    VoiceRules two = rules(2, 0);
    guard.placed(call("+393331234501", two), NOW);
    guard.placed(call("+393331234502", two), NOW);
    assertInstanceOf(Answer.NotBefore.class, guard.check(call("+393331234503", two), NOW));
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393471234503", two), NOW));
    guard.release(call("+393331234501", two));
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234503", two), NOW));
  }

  @Test
  void a_day_has_a_ceiling_of_cost_and_another_day_another() {
    VoiceRules ceiling = rules(0, 60_000);
    guard.placed(call("+393331234501", ceiling), NOW);
    guard.talked("idp", new PhoneNumber("+393331234501"), 61_000, NOW);
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234502", ceiling), NOW));
    guard.placed(call("+393331234502", ceiling), NOW);
    assertInstanceOf(Answer.Refused.class, guard.check(call("+393331234503", ceiling), NOW));
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234503", ceiling), NOW + DAY));
    assertInstanceOf(Answer.Refused.class, guard.check(call("+447700900123", ceiling), NOW + DAY));
  }
}
