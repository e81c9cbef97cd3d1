package io.strowger.gateway.guard;

import io.strowger.gateway.account.CountryLimit;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.Limits;
import io.strowger.gateway.guard.Decision.SameAs;
import io.strowger.gateway.guard.GuardMemory.AccountTraffic;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.number.CallingCode;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of one account, compiled, and its counters. */
final class AccountGuard {
  private static final Decision ADMITTED = new Decision.Admitted();

  private final String account;
  private final Memory memory;
  private final Quotas.Answer answer = new Quotas.Answer();
  private final CountryTraffic countries = new CountryTraffic(CountryLimit.DEFAULT);
  private final Spending spending = new Spending();
  private final SameText sameText;
  final Pumping pumping;
  private GuardRules rules;
  private DestinationCheck destinations;
  private Quotas quotas;
  private TokenBucket perSecond;

  /** What {@link #restore} already counted ends here. */
  private long restoredUntil;

  AccountGuard(
      String account, GuardRules rules, Memory memory, GuardObserver observer, long nowMillis) {
    this.account = account;
    this.memory = memory;
    this.rules = rules;
    this.destinations = new DestinationCheck(rules.destinations());
    this.quotas = new Quotas(rules.limits(), memory);
    this.perSecond = new TokenBucket(rules.limits().perSecond(), nowMillis);
    this.sameText = new SameText(memory);
    this.pumping = new Pumping(account, rules.pumping(), memory, observer);
    countries.rule(countryLimit(rules.limits()));
  }

  private static CountryLimit countryLimit(Limits limits) {
    CountryLimit limit = limits.perCountry();
    return limit == null ? CountryLimit.DEFAULT : limit;
  }

  /** Takes over changed rules. What is counted for quotas that have not changed is kept. */
  @SuppressWarnings("ReferenceEquality") // Rules are compared in full only after a reload.
  void rules(GuardRules next, long now) {
    if (next == rules) {
      return;
    }
    GuardRules before = rules;
    rules = next;
    if (next.equals(before)) {
      return;
    }
    destinations = new DestinationCheck(next.destinations());
    pumping.watch(next.pumping());
    Limits limits = next.limits();
    Limits old = before.limits();
    countries.rule(countryLimit(limits));
    if (limits.perSecond() != old.perSecond()) {
      perSecond = new TokenBucket(limits.perSecond(), now);
    }
    if (!QuotaSet.of(limits).equals(QuotaSet.of(old))) {
      quotas.clear();
      quotas = new Quotas(limits, memory);
    }
  }

  /** The quotas alone, to be compared. */
  private record QuotaSet(List<Object> quotas) {
    static QuotaSet of(Limits limits) {
      return new QuotaSet(
          List.of(
              limits.perAccount(),
              limits.perNumber(),
              limits.perHundred(),
              limits.perTenThousand(),
              limits.perEndUser()));
    }
  }

  /** Those of the rules, compiled; they are compiled already unless they have just changed. */
  DestinationCheck destinations(GuardRules wanted) {
    boolean same = wanted.destinations().equals(rules.destinations());
    return same ? destinations : new DestinationCheck(wanted.destinations());
  }

  Decision admit(GuardRequest request, RateDeck rates, long now) {
    PhoneNumber to = request.to();
    DenialCode refused = destinations.check(to, request.type(), request.channel());
    if (refused != null) {
      return new Decision.Denied(refused.denial());
    }
    Limits limits = rules.limits();
    long number = to.value();
    if (limits.sameTextMillis() > 0) {
      SameAs first = sameText.find(number, request.textHash(), now);
      if (first != null) {
        return first;
      }
    }
    long closed = pumping.waitMillis(to, now);
    if (closed > 0) {
      return denied(DenialCode.PUMPING_SUSPECTED, closed);
    }
    boolean halved = request.type() == NumberType.UNKNOWN;
    long endUser = endUser(request.endUser());
    quotas.ask(number, endUser, halved, now, answer);
    if (answer.waitMillis > 0) {
      return denied(answer.code, answer.waitMillis);
    }
    Denial byTraffic = byTraffic(to, halved, now);
    if (byTraffic != null) {
      return new Decision.Denied(byTraffic);
    }
    long price = price(rates, request);
    if (limits.costPerDayMicros() > 0) {
      if (price == RateDeck.NO_PRICE) {
        return new Decision.Denied(DenialCode.DESTINATION_NOT_PRICED.denial());
      }
      long wait = spending.waitMillis(price, limits.costPerDayMicros(), now);
      if (wait > 0) {
        return denied(DenialCode.COST_CEILING, wait);
      }
    }
    if (!quotas.record(number, endUser, now) && !destinations.isHome(to)) {
      quotas.takeBack(number, endUser, now);
      return denied(DenialCode.COUNTERS_FULL, 60_000);
    }
    count(to, price, now);
    return ADMITTED;
  }

  private @Nullable Denial byTraffic(PhoneNumber to, boolean halved, long now) {
    Limits limits = rules.limits();
    if (limits.perCountry() != null) {
      long wait = countries.waitMillis(CallingCode.of(to), halved, now);
      if (wait > 0) {
        return DenialCode.COUNTRY_QUOTA.denial(wait);
      }
    }
    if (limits.perSecond() > 0) {
      long wait = perSecond.waitMillis(now);
      if (wait > 0) {
        return DenialCode.ACCOUNT_RATE.denial(wait);
      }
    }
    return null;
  }

  private static Decision denied(DenialCode code, long waitMillis) {
    return new Decision.Denied(code.denial(waitMillis));
  }

  private void count(PhoneNumber to, long price, long now) {
    if (rules.limits().perSecond() > 0) {
      perSecond.take(now);
    }
    if (rules.limits().perCountry() != null) {
      countries.record(CallingCode.of(to), now);
    }
    spending.record(Math.max(0, price), now);
  }

  private static long price(RateDeck rates, GuardRequest request) {
    long price = rates.microsPerPart(request.to().e164());
    return price == RateDeck.NO_PRICE ? price : price * Math.max(1, request.parts());
  }

  private static long endUser(@Nullable String name) {
    // 0 stands for none; a name that hashes to it shares a counter with one other.
    return name == null ? 0 : Math.max(1, new TextHash(name.length()).of(name) >>> 1);
  }

  void admitted(GuardRequest request, MessageId id, long expiresAtMillis, long now) {
    long within = rules.limits().sameTextMillis();
    if (within > 0 && request.textHash() != 0) {
      sameText.add(
          request.to().value(),
          request.textHash(),
          new SameAs(id, expiresAtMillis),
          Math.min(now + within, expiresAtMillis),
          now);
    }
  }

  void takeBack(GuardRequest request, @Nullable MessageId id, RateDeck rates, long at) {
    PhoneNumber to = request.to();
    quotas.takeBack(to.value(), endUser(request.endUser()), at);
    if (rules.limits().perSecond() > 0) {
      perSecond.putBack();
    }
    if (rules.limits().perCountry() != null) {
      countries.takeBack(CallingCode.of(to), at);
    }
    spending.record(-Math.max(0, price(rates, request)), at);
    if (id != null) {
      sameText.forget(to.value(), id, at);
    }
  }

  void forgetText(PhoneNumber to, MessageId id, long now) {
    sameText.forget(to.value(), id, now);
  }

  void replay(AcceptedMessage message, RateDeck rates) {
    GuardRequest request = message.request();
    long at = message.acceptedAtMillis();
    PhoneNumber to = request.to();
    var _ = quotas.record(to.value(), endUser(request.endUser()), at);
    if (at >= restoredUntil) {
      if (rules.limits().perCountry() != null) {
        countries.record(CallingCode.of(to), at);
      }
      spending.record(Math.max(0, price(rates, request)), at);
    }
    admitted(request, message.id(), message.expiresAtMillis(), at);
  }

  AccountTraffic export() {
    return new AccountTraffic(
        account, countries.firstHour(), spending.day(), spending.micros(), countries.export());
  }

  void restore(AccountTraffic traffic, long asOfMillis) {
    restoredUntil = asOfMillis;
    countries.restore(traffic.firstHour(), traffic.hours());
    spending.restore(traffic.spendingDay(), traffic.spentMicros());
  }

  void clear() {
    quotas.clear();
    sameText.clear();
    pumping.clear();
  }
}
