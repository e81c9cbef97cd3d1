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
import org.junit.jupiter.api.Test;

final class CallGuardTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long DAY = 86_400_000;

  private final CallGuard guard = new CallGuard(Map.of("+39", 20_000L));

  private static VoiceRules rules(List<String> allow, int atOnce, long costPerDay) {
    return new VoiceRules(
        false,
        1,
        "en",
        Destinations.of(allow),
        30_000,
        60_000,
        120_000,
        atOnce,
        costPerDay,
        VoiceRules.ApprovalKeys.DEFAULT);
  }

  private static Intent call(String to, VoiceRules rules) {
    return new Intent("idp", rules, new PhoneNumber(to), false);
  }

  @Test
  void only_listed_prefixes_are_called_and_costly_ones_only_by_name() {
    VoiceRules italy = rules(List.of("+39"), 0, 0);
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234567", italy), NOW));
    assertInstanceOf(Answer.Refused.class, guard.check(call("+447700900123", italy), NOW));
    VoiceRules anywhere = rules(List.of(), 0, 0);
    assertInstanceOf(Answer.Refused.class, guard.check(call("+881612345678", anywhere), NOW));
    VoiceRules satellites = rules(List.of("+881"), 0, 0);
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+881612345678", satellites), NOW));
  }

  @Test
  void one_number_is_called_for_one_message_in_two_minutes() {
    VoiceRules rules = rules(List.of(), 0, 0);
    Intent first = call("+393331234567", rules);
    guard.placed(first, NOW);
    Answer.NotBefore wait =
        assertInstanceOf(Answer.NotBefore.class, guard.check(first, NOW + 119_999));
    assertEquals(NOW + 120_000, wait.atMillis());
    assertInstanceOf(Answer.Allowed.class, guard.check(first, NOW + 120_000));
    Intent nextTrunk = new Intent("idp", rules, first.to(), true);
    assertInstanceOf(Answer.Allowed.class, guard.check(nextTrunk, NOW + 1));
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234568", rules), NOW));
  }

  @Test
  void a_call_that_was_not_made_leaves_nothing_behind() {
    VoiceRules rules = rules(List.of(), 1, 20_000);
    guard.placed(call("+393331234567", rules), NOW);
    guard.takeBack(call("+393331234567", rules));
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234567", rules), NOW));
    assertEquals(0, guard.live());
  }

  @Test
  void so_many_calls_go_to_a_prefix_at_once() {
    VoiceRules two = rules(List.of(), 2, 0);
    guard.placed(call("+393331234501", two), NOW);
    guard.placed(call("+393331234502", two), NOW);
    assertInstanceOf(Answer.NotBefore.class, guard.check(call("+393331234503", two), NOW));
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393471234503", two), NOW));
    guard.release(call("+393331234501", two));
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234503", two), NOW));
  }

  @Test
  void a_day_has_a_ceiling_of_cost_and_another_day_another() {
    VoiceRules ceiling = rules(List.of(), 0, 60_000);
    guard.placed(call("+393331234501", ceiling), NOW);
    guard.talked("idp", new PhoneNumber("+393331234501"), 61_000, NOW);
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234502", ceiling), NOW));
    guard.placed(call("+393331234502", ceiling), NOW);
    assertInstanceOf(Answer.Refused.class, guard.check(call("+393331234503", ceiling), NOW));
    assertInstanceOf(Answer.Allowed.class, guard.check(call("+393331234503", ceiling), NOW + DAY));
    assertInstanceOf(Answer.Refused.class, guard.check(call("+447700900123", ceiling), NOW + DAY));
  }
}
