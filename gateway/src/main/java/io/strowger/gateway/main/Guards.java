package io.strowger.gateway.main;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.RiskRules;
import io.strowger.gateway.delivery.Admission;
import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.delivery.VerificationDesk;
import io.strowger.gateway.guard.BlockBoard;
import io.strowger.gateway.guard.DenialLog;
import io.strowger.gateway.guard.Guard;
import io.strowger.gateway.guard.GuardObserver;
import io.strowger.gateway.guard.GuardSettings;
import io.strowger.gateway.guard.PumpingBlock;
import io.strowger.gateway.guard.TextHash;
import io.strowger.gateway.http.GuardDirectory;
import io.strowger.gateway.log.GuardLog;
import io.strowger.gateway.number.Numbering;
import io.strowger.gateway.risk.RiskDesk;
import io.strowger.gateway.risk.RiskGate;
import io.strowger.gateway.risk.RiskVerifications;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The guard with what it must know of accounts and messages, and all that it shows. */
final class Guards implements GuardDirectory {
  private final Supplier<Accounts> accounts;
  private final Executor blocking;
  private final DenialLog denials = new DenialLog();
  private final BlockBoard board = new BlockBoard();
  private final GuardObserver observer;
  private final Guard guard;
  private final Admission admission;
  private final RiskGate risks;
  private @Nullable HttpClient http;

  /**
   * @param segments SMS segments of a text
   * @param blocking runs what waits for risk checks
   * @param clock epoch milliseconds
   */
  Guards(
      GuardSettings settings,
      Supplier<Accounts> accounts,
      ToIntFunction<String> segments,
      Executor blocking,
      GuardObserver metrics,
      LongSupplier clock) {
    this.accounts = accounts;
    this.blocking = blocking;
    this.observer = GuardObserver.all(List.of(metrics, new GuardLog(), denials, board));
    this.risks = new RiskGate(this::risk, this::http, observer, clock);
    SecureRandom random = new SecureRandom();
    this.guard = new Guard(settings, observer, random.nextLong());
    Numbering numbering = new Numbering();
    this.admission =
        new Admission(
            guard,
            new Admission.Knowledge(
                this::rules,
                this::lookBackMillis,
                numbering::type,
                segments,
                new TextHash(random.nextLong())));
  }

  Admission admission() {
    return admission;
  }

  /** The dispatcher, for the doors: asks the risk checks of accounts that have one. */
  MessageDesk desk(Dispatcher dispatcher) {
    return new RiskDesk(dispatcher, dispatcher::post, risks);
  }

  VerificationDesk desk(VerificationDesk verifications, Dispatcher dispatcher) {
    return new RiskVerifications(verifications, dispatcher::post, risks);
  }

  private @Nullable GuardRules rules(String id) {
    Account account = accounts.get().byId(id);
    return account == null ? null : account.guard();
  }

  private @Nullable RiskRules risk(String id) {
    GuardRules rules = rules(id);
    return rules == null ? null : rules.risk();
  }

  private long lookBackMillis() {
    return accounts.get().all().stream()
        .mapToLong(account -> account.guard().lookBackMillis())
        .max()
        .orElse(0);
  }

  /** Made when it is first needed: most gateways ask nobody. */
  private synchronized HttpClient http() {
    HttpClient made = http;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .executor(blocking)
              .build();
      http = made;
    }
    return made;
  }

  synchronized void close() {
    if (http != null) {
      http.shutdownNow();
    }
  }

  @Override
  public List<DenialLog.Line> denials(String account) {
    return denials.of(account);
  }

  @Override
  public List<PumpingBlock> blocks() {
    return board.blocks();
  }

  @Override
  public boolean lift(String account, String prefix, long openUntilMillis) {
    boolean isBlocked =
        board.blocks().stream()
            .anyMatch(block -> block.account().equals(account) && block.prefix().equals(prefix));
    return isBlocked && guard.askLift(account, prefix, openUntilMillis);
  }
}
