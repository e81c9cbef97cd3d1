package io.strowger.gateway.guard;

import static io.strowger.gateway.guard.GuardFixture.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.CountryLimit;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.Quota;
import io.strowger.gateway.guard.GuardFixture.LimitsBuilder;
import io.strowger.gateway.guard.GuardMemory.AccountTraffic;
import io.strowger.gateway.guard.GuardMemory.CountryHour;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.PhoneNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class GuardMemoryTest {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  private static final GuardMemory SOME =
      new GuardMemory(
          START,
          List.of(
              new PumpingBlock("idp", "+99890123", 4, START + 5_000, 3),
              new PumpingBlock("bank", "+9989012", 0, START + 7_000, 0)),
          List.of(
              new AccountTraffic(
                  "idp",
                  497_000,
                  20_700,
                  123_456_789,
                  List.of(new CountryHour(39, 497_001, 77), new CountryHour(998, 497_002, 1))),
              new AccountTraffic("bank", 0, 0, 0, List.of())));

  @Test
  void what_was_encoded_is_decoded() {
    assertEquals(SOME, GuardMemory.decode(SOME.encode()));
  }

  @Test
  void damaged_octets_are_refused() {
    byte[] good = SOME.encode();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThrows(IllegalArgumentException.class, () -> GuardMemory.decode(cut));
    }
    byte[] other = good.clone();
    other[0] = 9;
    assertThrows(IllegalArgumentException.class, () -> GuardMemory.decode(other));
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] bent = good.clone();
      bent[random.nextInt(bent.length)] = (byte) random.nextInt();
      try {
        var _ = GuardMemory.decode(bent);
      } catch (IllegalArgumentException _) {
        // The only way in which it may fail.
      }
    }
  }

  @Test
  void blocks_in_force_are_in_force_after_a_restart() {
    GuardFixture fixture = new GuardFixture();
    fixture.guard.restore(SOME, id -> id.equals("idp") ? GuardRules.DEFAULT : null, START);
    PhoneNumber pumped = new PhoneNumber("+998901234567");
    assertTrue(fixture.guard.blocked("idp", pumped, START + 4_999));
    assertEquals(1, fixture.guard.blocks().size(), "an account that is gone has no blocks");
    fixture.guard.poll(START + 5_000);
    assertEquals(List.of("blocked +99890123", "lifted +99890123"), fixture.told);
  }

  @Test
  void what_has_nothing_to_remember_is_left_out() {
    GuardFixture fixture = new GuardFixture();
    fixture.admits(GuardFixture.NUMBER);
    assertEquals(new GuardMemory(START, List.of(), List.of()), fixture.guard.export(fixture.now));
  }

  @Test
  void the_longest_time_of_a_rule_says_how_far_back_messages_matter() {
    assertEquals(30_000, GuardRules.DEFAULT.lookBackMillis());
    assertEquals(DAY, rules().lookBackMillis());
    GuardRules month =
        GuardRules.DEFAULT.with(
            new LimitsBuilder().perAccount(new Quota(9, 30 * DAY)).costPerDay(1).build());
    assertEquals(30 * DAY, month.lookBackMillis());
    GuardRules cost = GuardRules.DEFAULT.with(new LimitsBuilder().costPerDay(1).build());
    assertEquals(DAY, cost.lookBackMillis());
  }

  /** Every quota at once. */
  private static GuardRules rules() {
    return GuardRules.DEFAULT.with(
        new LimitsBuilder()
            .perNumber(new Quota(1, 30_000), new Quota(5, 600_000), new Quota(10, DAY))
            .perHundred(new Quota(10, 600_000))
            .perTenThousand(new Quota(300, HOUR))
            .perAccount(new Quota(9_000, DAY))
            .perEndUser(new Quota(40, HOUR))
            .perCountry(new CountryLimit(3, 20, 24))
            .costPerDay(400_000_000)
            .build());
  }

  @Test
  void after_a_restart_the_counters_are_what_they_would_have_been() {
    GuardSettings settings =
        new GuardSettings(new RateDeck(Map.of("+", 80_000L, "+39", 45_000L)), 1 << 28);
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      Guard living = new Guard(settings, GuardObserver.NONE, 1);
      List<AcceptedMessage> accepted = new ArrayList<>();
      GuardMemory remembered = new GuardMemory(0, List.of(), List.of());
      long now = START;
      long texts = 0;
      for (int i = 0; i < 60_000; i++) {
        now += random.nextInt(12_000);
        GuardRequest request = draw(random, ++texts);
        if (living.admit(request, now) instanceof Decision.Admitted) {
          MessageId id = MessageId.of(MessageId.firstOrderOf(now), i);
          living.admitted(request, id, now + 300_000, now);
          accepted.add(new AcceptedMessage(request, id, now, now + 300_000));
        }
        if (random.nextInt(5_000) == 0) {
          remembered = GuardMemory.decode(living.export(now).encode());
        }
      }
      Guard restarted = new Guard(settings, GuardObserver.NONE, 2);
      restarted.restore(remembered, _ -> RULES, now);
      // Countries need two weeks, which are remembered; all else is in the last day's messages.
      long back = Math.min(remembered.asOfMillis(), now - 2 * DAY);
      for (AcceptedMessage message : accepted) {
        if (message.acceptedAtMillis() >= back) {
          restarted.replay(message, now);
        }
      }
      for (int i = 0; i < 5_000; i++) {
        now += random.nextInt(12_000);
        GuardRequest request = draw(random, random.nextInt(10) == 0 ? texts : ++texts);
        Decision expected = living.admit(request, now);
        assertEquals(expected, restarted.admit(request, now), "seed " + seed + ", step " + i);
        if (expected instanceof Decision.Admitted) {
          MessageId id = MessageId.of(MessageId.firstOrderOf(now), i);
          living.admitted(request, id, now + 300_000, now);
          restarted.admitted(request, id, now + 300_000, now);
        }
      }
    }
  }

  private static final GuardRules RULES = rules();

  private static GuardRequest draw(Random random, long text) {
    String number =
        random.nextBoolean()
            ? "+3934012" + (10_000 + random.nextInt(3_000))
            : "+4474001" + (10_000 + random.nextInt(1_000));
    return new GuardRequest(
        "idp",
        RULES,
        new PhoneNumber(number),
        random.nextInt(10) == 0 ? NumberType.UNKNOWN : NumberType.MOBILE,
        Channel.SMS,
        text,
        1 + random.nextInt(2),
        random.nextBoolean() ? "user " + random.nextInt(200) : null);
  }
}
