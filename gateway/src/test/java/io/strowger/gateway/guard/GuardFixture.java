package io.strowger.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.strowger.gateway.account.CountryLimit;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.Limits;
import io.strowger.gateway.account.Quota;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A guard, its clock and what it told; requests are those of the account {@code idp}. */
final class GuardFixture implements GuardObserver {
  static final long START = 1_790_000_000_000L;
  static final String NUMBER = "+393401234567";

  final List<String> told = new ArrayList<>();
  final List<PumpingBlock> blocked = new ArrayList<>();
  Guard guard = new Guard(GuardSettings.DEFAULT, this, 7);
  GuardRules rules = GuardRules.DEFAULT;
  long now = START;
  private long ids;
  private long texts;

  static GuardFixture with(GuardRules rules) {
    GuardFixture fixture = new GuardFixture();
    fixture.rules = rules;
    return fixture;
  }

  static GuardFixture with(Limits limits) {
    return with(GuardRules.DEFAULT.with(limits));
  }

  GuardFixture settings(GuardSettings settings) {
    guard = new Guard(settings, this, 7);
    return this;
  }

  /** To this number, with a text that nothing else has. */
  GuardRequest request(String number) {
    return request(number, ++texts);
  }

  GuardRequest request(String number, long textHash) {
    return new GuardRequest(
        "idp", rules, new PhoneNumber(number), NumberType.MOBILE, Channel.SMS, textHash, 1, null);
  }

  GuardRequest request(String number, NumberType type) {
    return new GuardRequest(
        "idp", rules, new PhoneNumber(number), type, Channel.SMS, ++texts, 1, null);
  }

  Decision ask(String number) {
    return ask(request(number));
  }

  Decision ask(GuardRequest request) {
    Decision decision = guard.admit(request, now);
    if (decision instanceof Decision.Admitted) {
      guard.admitted(request, nextId(), now + 300_000, now);
    }
    return decision;
  }

  MessageId nextId() {
    return MessageId.of(MessageId.firstOrderOf(now), ++ids);
  }

  void admits(String number) {
    assertInstanceOf(Decision.Admitted.class, ask(number));
  }

  Denial denies(String number, DenialCode code) {
    return denies(request(number), code);
  }

  Denial denies(GuardRequest request, DenialCode code) {
    Denial denial = assertInstanceOf(Decision.Denied.class, ask(request)).denial();
    assertEquals(code.code(), denial.code());
    return denial;
  }

  static List<Quota> quotas(Quota... quotas) {
    return List.of(quotas);
  }

  static Limits perNumber(Quota... quotas) {
    return new LimitsBuilder().perNumber(quotas).build();
  }

  /** Limits with one thing changed. */
  static final class LimitsBuilder {
    private double perSecond;
    private List<Quota> perAccount = List.of();
    private List<Quota> perNumber = List.of();
    private List<Quota> perHundred = List.of();
    private List<Quota> perTenThousand = List.of();
    private List<Quota> perEndUser = List.of();
    private @Nullable CountryLimit perCountry;
    private long cost;

    LimitsBuilder perSecond(double rate) {
      perSecond = rate;
      return this;
    }

    LimitsBuilder perAccount(Quota... quotas) {
      perAccount = List.of(quotas);
      return this;
    }

    LimitsBuilder perNumber(Quota... quotas) {
      perNumber = List.of(quotas);
      return this;
    }

    LimitsBuilder perHundred(Quota... quotas) {
      perHundred = List.of(quotas);
      return this;
    }

    LimitsBuilder perTenThousand(Quota... quotas) {
      perTenThousand = List.of(quotas);
      return this;
    }

    LimitsBuilder perEndUser(Quota... quotas) {
      perEndUser = List.of(quotas);
      return this;
    }

    LimitsBuilder perCountry(CountryLimit limit) {
      perCountry = limit;
      return this;
    }

    LimitsBuilder costPerDay(long micros) {
      cost = micros;
      return this;
    }

    Limits build() {
      return new Limits(
          perSecond,
          perAccount,
          perNumber,
          perHundred,
          perTenThousand,
          perEndUser,
          perCountry,
          cost,
          Limits.SAME_TEXT_MILLIS);
    }
  }

  @Override
  public void denied(String account, PhoneNumber to, Denial denial, long nowMillis) {
    told.add(account + " " + to + " " + denial.code());
  }

  @Override
  public void repeated(String account) {
    told.add(account + " repeated");
  }

  @Override
  public void pumpingBlocked(PumpingBlock block) {
    blocked.add(block);
    told.add("blocked " + block.prefix());
  }

  @Override
  public void pumpingLifted(PumpingBlock block, boolean byOperator) {
    told.add("lifted " + block.prefix() + (byOperator ? " by operator" : ""));
  }
}
