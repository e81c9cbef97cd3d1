package io.strowger.gateway.main;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.delivery.Admission;
import io.strowger.gateway.guard.Guard;
import io.strowger.gateway.guard.GuardObserver;
import io.strowger.gateway.guard.GuardSettings;
import io.strowger.gateway.guard.TextHash;
import io.strowger.gateway.number.Numbering;
import io.strowger.gateway.sms.SmppSmsChannel;
import java.security.SecureRandom;
import java.util.function.Supplier;

/** The guard with what it must know of accounts and messages. */
final class Guards {
  private Guards() {}

  static Admission admission(
      GuardSettings settings,
      Supplier<Accounts> accounts,
      SmppSmsChannel channel,
      GuardObserver observer) {
    SecureRandom random = new SecureRandom();
    Numbering numbering = new Numbering();
    return new Admission(
        new Guard(settings, observer, random.nextLong()),
        new Admission.Knowledge(
            id -> {
              Account account = accounts.get().byId(id);
              return account == null ? null : account.guard();
            },
            numbering::type,
            channel::segments,
            new TextHash(random.nextLong())));
  }
}
