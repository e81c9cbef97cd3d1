package io.strowger.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DenialLogTest {
  private static final Denial DENIAL = DenialCode.NUMBER_QUOTA.denial(5_000);
  private static final PhoneNumber TO = new PhoneNumber(GuardFixture.NUMBER);

  private final DenialLog log = new DenialLog();

  @Test
  void an_account_sees_its_latest_refusals_and_nobody_elses() {
    for (int i = 0; i < 250; i++) {
      log.denied("idp", TO, DENIAL, i);
    }
    log.denied("bank", TO, DENIAL, 1_000);
    List<DenialLog.Line> lines = log.of("idp");
    assertEquals(100, lines.size());
    assertEquals(new DenialLog.Line(249, TO, DENIAL), lines.getFirst());
    assertEquals(150, lines.getLast().atMillis());
    assertEquals(1, log.of("bank").size());
    assertEquals(List.of(), log.of("nobody"));
  }

  @Test
  void of_more_accounts_than_it_holds_the_one_refused_longest_ago_is_forgotten() {
    for (int i = 0; i < 1_000; i++) {
      log.denied("account-" + i, TO, DENIAL, i);
    }
    log.denied("account-0", TO, DENIAL, 2_000);
    log.denied("another", TO, DENIAL, 2_001);
    assertEquals(2, log.of("account-0").size());
    assertEquals(List.of(), log.of("account-1"));
    assertEquals(1, log.of("another").size());
  }

  @Test
  void a_line_shows_no_number() {
    log.denied("idp", TO, DENIAL, 1);
    assertFalse(log.of("idp").toString().contains(TO.e164()));
  }
}
