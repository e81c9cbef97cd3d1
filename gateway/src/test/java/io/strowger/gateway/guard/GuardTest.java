package io.strowger.gateway.guard;

import static io.strowger.gateway.guard.GuardFixture.NUMBER;
import static io.strowger.gateway.guard.GuardFixture.START;
import static io.strowger.gateway.guard.GuardFixture.perNumber;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.CountryLimit;
import io.strowger.gateway.account.Destinations;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.Quota;
import io.strowger.gateway.guard.Decision.SameAs;
import io.strowger.gateway.guard.GuardFixture.LimitsBuilder;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class GuardTest {
  private static final long DAY = 86_400_000;

  private static String number(int i) {
    return "+3934" + (10_000_000 + i);
  }

  @Test
  void without_limits_everything_to_people_is_admitted() {
    GuardFixture fixture = new GuardFixture();
    for (int i = 0; i < 10_000; i++) {
      fixture.admits(NUMBER);
    }
    assertEquals(List.of(), fixture.told);
  }

  @Test
  void a_refusal_is_told_with_its_code_and_a_masked_number() {
    GuardFixture fixture =
        GuardFixture.with(GuardRules.DEFAULT.with(Destinations.of(List.of("+44"))));
    Denial denial = fixture.denies(NUMBER, DenialCode.DESTINATION_NOT_ALLOWED);
    assertEquals(Denial.Kind.FORBIDDEN, denial.kind());
    assertEquals(0, denial.retryAfterSeconds());
    assertEquals(List.of("idp +3934******** destination-not-allowed"), fixture.told);
  }

  @Test
  void a_number_has_its_quotas() {
    GuardFixture fixture =
        GuardFixture.with(
            perNumber(new Quota(1, 30_000), new Quota(5, 600_000), new Quota(10, DAY)));
    fixture.admits(NUMBER);
    fixture.now += 29_999;
    assertEquals(1, fixture.denies(NUMBER, DenialCode.NUMBER_QUOTA).retryAfterSeconds());
    fixture.admits(number(1));
    fixture.now += 1;
    for (int i = 0; i < 4; i++) {
      fixture.admits(NUMBER);
      fixture.now += 30_000;
    }
    Denial denial = fixture.denies(NUMBER, DenialCode.NUMBER_QUOTA);
    assertEquals(Denial.Kind.RATE_LIMITED, denial.kind());
    assertEquals(600 - 150, denial.retryAfterSeconds());
    fixture.now = START + 700_000;
    for (int i = 0; i < 5; i++) {
      fixture.admits(NUMBER);
      fixture.now += 30_000;
    }
    fixture.now = START + DAY - 1;
    fixture.denies(NUMBER, DenialCode.NUMBER_QUOTA);
    fixture.now = START + DAY;
    fixture.admits(NUMBER);
  }

  @Test
  void what_is_refused_is_not_counted() {
    GuardFixture fixture = GuardFixture.with(perNumber(new Quota(1, 30_000)));
    fixture.admits(NUMBER);
    fixture.now += 29_000;
    fixture.denies(NUMBER, DenialCode.NUMBER_QUOTA);
    fixture.now += 1_000;
    fixture.admits(NUMBER);
  }

  @Test
  void neighbouring_numbers_share_a_quota() {
    GuardFixture hundred =
        GuardFixture.with(new LimitsBuilder().perHundred(new Quota(10, 600_000)).build());
    for (int i = 0; i < 10; i++) {
      hundred.admits(number(i));
    }
    hundred.denies(number(99), DenialCode.NEIGHBOUR_QUOTA);
    hundred.admits(number(100));
    GuardFixture tenThousand =
        GuardFixture.with(new LimitsBuilder().perTenThousand(new Quota(30, 600_000)).build());
    for (int i = 0; i < 30; i++) {
      tenThousand.admits(number(i * 300));
    }
    tenThousand.denies(number(9_999), DenialCode.NEIGHBOUR_QUOTA);
    tenThousand.admits(number(10_000));
  }

  @Test
  void an_end_user_has_a_quota_where_it_is_named() {
    GuardFixture fixture =
        GuardFixture.with(new LimitsBuilder().perEndUser(new Quota(2, 60_000)).build());
    for (int i = 0; i < 2; i++) {
      assertInstanceOf(Decision.Admitted.class, fixture.ask(by("192.0.2.7", i, fixture)));
    }
    fixture.denies(by("192.0.2.7", 3, fixture), DenialCode.END_USER_QUOTA);
    assertInstanceOf(Decision.Admitted.class, fixture.ask(by("192.0.2.8", 4, fixture)));
    for (int i = 0; i < 10; i++) {
      fixture.admits(number(i));
    }
  }

  private static GuardRequest by(String endUser, int i, GuardFixture fixture) {
    return new GuardRequest(
        "idp",
        fixture.rules,
        new PhoneNumber(number(i)),
        NumberType.MOBILE,
        Channel.SMS,
        1_000 + i,
        1,
        endUser);
  }

  @Test
  void an_account_has_a_rate_and_a_quota() {
    GuardFixture rate = GuardFixture.with(new LimitsBuilder().perSecond(5).build());
    for (int i = 0; i < 5; i++) {
      rate.admits(number(i));
    }
    assertEquals(1, rate.denies(NUMBER, DenialCode.ACCOUNT_RATE).retryAfterSeconds());
    rate.now += 200;
    rate.admits(NUMBER);
    rate.denies(NUMBER, DenialCode.ACCOUNT_RATE);
    GuardFixture quota =
        GuardFixture.with(new LimitsBuilder().perAccount(new Quota(100, DAY)).build());
    for (int i = 0; i < 100; i++) {
      quota.admits(number(i));
    }
    quota.denies(NUMBER, DenialCode.ACCOUNT_QUOTA);
    quota.now += DAY + DAY / 30;
    quota.admits(NUMBER);
  }

  @Test
  void accounts_do_not_use_up_each_others_quotas() {
    GuardFixture fixture = GuardFixture.with(perNumber(new Quota(1, 30_000)));
    fixture.admits(NUMBER);
    GuardRequest mine = fixture.request(NUMBER);
    GuardRequest other =
        new GuardRequest("bank", mine.rules(), mine.to(), mine.type(), mine.channel(), 5, 1, null);
    assertInstanceOf(Decision.Admitted.class, fixture.ask(other));
    fixture.denies(mine, DenialCode.NUMBER_QUOTA);
  }

  @Test
  void a_range_that_no_plan_lists_gets_half() {
    GuardFixture fixture = GuardFixture.with(perNumber(new Quota(4, 600_000)));
    for (int i = 0; i < 2; i++) {
      GuardRequest request = fixture.request(NUMBER, NumberType.UNKNOWN);
      assertInstanceOf(Decision.Admitted.class, fixture.ask(request));
    }
    fixture.denies(fixture.request(NUMBER, NumberType.UNKNOWN), DenialCode.NUMBER_QUOTA);
    fixture.admits(NUMBER);
  }

  @Test
  void the_cost_of_a_day_has_a_ceiling() {
    RateDeck deck = new RateDeck(Map.of("+39", 40_000L, "+3934", 60_000L, "+44", 0L));
    GuardFixture fixture =
        GuardFixture.with(new LimitsBuilder().costPerDay(200_000).build())
            .settings(new GuardSettings(deck, 1 << 24));
    for (int i = 0; i < 3; i++) {
      fixture.admits(NUMBER);
    }
    Denial denial = fixture.denies(NUMBER, DenialCode.COST_CEILING);
    long toMidnight = DAY - START % DAY;
    assertEquals(Math.ceilDiv(toMidnight, 1_000L), denial.retryAfterSeconds());
    fixture.admits("+447400123456");
    fixture.denies("+33612345678", DenialCode.DESTINATION_NOT_PRICED);
    fixture.now += toMidnight;
    fixture.admits(NUMBER);
  }

  @Test
  void a_long_text_costs_by_its_segments() {
    RateDeck deck = new RateDeck(Map.of("+", 50_000L));
    GuardFixture fixture =
        GuardFixture.with(new LimitsBuilder().costPerDay(120_000).build())
            .settings(new GuardSettings(deck, 1 << 24));
    GuardRequest one = fixture.request(NUMBER);
    GuardRequest three =
        new GuardRequest("idp", fixture.rules, one.to(), one.type(), one.channel(), 77, 3, null);
    fixture.denies(three, DenialCode.COST_CEILING);
    assertInstanceOf(Decision.Admitted.class, fixture.ask(one));
  }

  @Test
  void a_country_gets_three_times_the_median_and_twenty_once_the_account_is_known() {
    GuardFixture fixture =
        GuardFixture.with(new LimitsBuilder().perCountry(CountryLimit.DEFAULT).build());
    for (int i = 0; i < 500; i++) {
      fixture.admits(number(i));
    }
    for (int day = 1; day <= 3; day++) {
      fixture.now = START + day * DAY;
      for (int i = 0; i < 10 * day; i++) {
        fixture.admits(number(i));
      }
    }
    fixture.now = START + 4 * DAY;
    // The same hour had 30, 20, 10 and 500: the median is 25.
    for (int i = 0; i < 3 * 25 + 20; i++) {
      fixture.admits(number(i));
    }
    Denial denial = fixture.denies(NUMBER, DenialCode.COUNTRY_QUOTA);
    assertTrue(denial.retryAfterSeconds() <= 3_600);
    for (int i = 0; i < 20; i++) {
      fixture.admits("+4474001" + (10_000 + i));
    }
    fixture.denies("+447400199999", DenialCode.COUNTRY_QUOTA);
    fixture.now += 3_600_000;
    fixture.admits(NUMBER);
  }

  @Test
  void the_same_text_soon_again_is_the_same_message() {
    GuardFixture fixture = GuardFixture.with(perNumber(new Quota(1, 30_000)));
    GuardRequest first = fixture.request(NUMBER, 42);
    fixture.guard.admit(first, START);
    MessageId id = fixture.nextId();
    fixture.guard.admitted(first, id, START + 60_000, START);
    fixture.now += 29_999;
    assertEquals(new SameAs(id, START + 60_000), fixture.ask(fixture.request(NUMBER, 42)));
    assertEquals(List.of("idp repeated"), fixture.told);
    fixture.denies(fixture.request(NUMBER, 43), DenialCode.NUMBER_QUOTA);
    assertInstanceOf(Decision.Admitted.class, fixture.ask(fixture.request(number(5), 42)));
    fixture.now += 1;
    assertInstanceOf(Decision.Admitted.class, fixture.ask(fixture.request(NUMBER, 42)));
  }

  @Test
  void a_message_that_has_expired_is_not_the_same_any_more() {
    GuardFixture fixture = new GuardFixture();
    GuardRequest first = fixture.request(NUMBER, 42);
    fixture.guard.admit(first, START);
    fixture.guard.admitted(first, fixture.nextId(), START + 10_000, START);
    fixture.now += 10_000;
    assertInstanceOf(Decision.Admitted.class, fixture.ask(fixture.request(NUMBER, 42)));
  }

  @Test
  void what_is_taken_back_leaves_no_trace() {
    RateDeck deck = new RateDeck(Map.of("+", 50_000L));
    GuardFixture fixture =
        GuardFixture.with(
                new LimitsBuilder()
                    .perSecond(1)
                    .perNumber(new Quota(1, 30_000))
                    .perHundred(new Quota(1, 30_000))
                    .perAccount(new Quota(1, DAY))
                    .costPerDay(50_000)
                    .build())
            .settings(new GuardSettings(deck, 1 << 24));
    for (int i = 0; i < 100; i++) {
      GuardRequest request = fixture.request(NUMBER, 42);
      assertInstanceOf(Decision.Admitted.class, fixture.guard.admit(request, fixture.now));
      MessageId id = fixture.nextId();
      fixture.guard.admitted(request, id, fixture.now + 300_000, fixture.now);
      fixture.guard.takeBack(request, id, fixture.now);
    }
    fixture.admits(NUMBER);
    fixture.denies(NUMBER, DenialCode.ACCOUNT_QUOTA);
  }

  @Test
  void when_counters_are_full_home_is_served_and_the_rest_is_not() {
    Destinations home =
        new Destinations(List.of(), List.of(), List.of(), List.of("+39"), Set.of(), Set.of());
    GuardFixture fixture =
        GuardFixture.with(GuardRules.DEFAULT.with(home).with(perNumber(new Quota(1, DAY))))
            .settings(new GuardSettings(RateDeck.EMPTY, 60_000));
    for (int i = 0; i < 2_000; i++) {
      fixture.admits(number(i));
    }
    String abroad = "+44740012";
    int admitted = 0;
    for (int i = 0; i < 100; i++) {
      admitted += fixture.ask(abroad + (1_000 + i)) instanceof Decision.Admitted ? 1 : 0;
    }
    assertTrue(admitted < 100, "some abroad must be refused");
    assertTrue(fixture.told.getLast().endsWith("counters-full"), fixture.told.getLast());
    fixture.now += DAY;
    fixture.admits(abroad + "9999");
  }

  @Test
  void changed_rules_hold_at_once_and_unchanged_quotas_keep_their_counts() {
    GuardFixture fixture = GuardFixture.with(perNumber(new Quota(1, 30_000)));
    fixture.admits(NUMBER);
    fixture.rules = fixture.rules.with(Destinations.of(List.of("+39")));
    fixture.denies(NUMBER, DenialCode.NUMBER_QUOTA);
    fixture.denies("+447400123456", DenialCode.DESTINATION_NOT_ALLOWED);
    fixture.rules = GuardRules.DEFAULT;
    fixture.admits(NUMBER);
  }

  @Test
  void an_account_that_is_gone_is_forgotten() {
    GuardFixture fixture = GuardFixture.with(perNumber(new Quota(1, DAY)));
    fixture.admits(NUMBER);
    fixture.guard.retain(id -> id.equals("idp"));
    fixture.denies(NUMBER, DenialCode.NUMBER_QUOTA);
    fixture.guard.retain(id -> false);
    fixture.admits(NUMBER);
  }

  @Test
  void a_request_does_not_show_its_number() {
    assertFalse(new GuardFixture().request(NUMBER).toString().contains(NUMBER));
  }
}
