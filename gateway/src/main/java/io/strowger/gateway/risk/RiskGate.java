package io.strowger.gateway.risk;

import io.strowger.gateway.account.RiskRules;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.guard.DenialCode;
import io.strowger.gateway.guard.GuardObserver;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the services of those accounts that have one whether a message may go. Nobody waits: what
 * becomes of a message is decided when the answer is there, and no more than so many questions are
 * out at once. Any thread.
 */
public final class RiskGate {
  private static final int QUESTIONS_MAX = 2_000;

  /** The risk check of an account, null for none. */
  public interface Rules {
    @Nullable RiskRules of(String account);
  }

  private final Rules rules;
  private final RiskClient client;
  private final GuardObserver observer;
  private final LongSupplier clock;
  private final AtomicInteger questions = new AtomicInteger();

  /**
   * @param http follows no redirects; asked for when there is a question
   * @param clock epoch milliseconds
   */
  public RiskGate(
      Rules rules, Supplier<HttpClient> http, GuardObserver observer, LongSupplier clock) {
    this.rules = rules;
    this.client = new RiskClient(http);
    this.observer = observer;
    this.clock = clock;
  }

  /** Questions without an answer. */
  public int asking() {
    return questions.get();
  }

  boolean isAsked(String account) {
    return rules.of(account) != null;
  }

  /** Calls one of the two, once; at once where nobody is to be asked. */
  void ask(RiskQuestion question, Runnable allowed, Consumer<Denial> denied) {
    RiskRules asked = rules.of(question.account());
    if (asked == null) {
      allowed.run();
      return;
    }
    if (questions.incrementAndGet() > QUESTIONS_MAX) {
      questions.decrementAndGet();
      conclude(RiskVerdict.UNKNOWN, asked, question, allowed, denied);
      return;
    }
    CompletableFuture<RiskVerdict> verdict = client.ask(asked, question);
    var _ =
        verdict.thenAccept(answer -> {
          questions.decrementAndGet();
          conclude(answer, asked, question, allowed, denied);
        });
  }

  private void conclude(
      RiskVerdict verdict,
      RiskRules asked,
      RiskQuestion question,
      Runnable allowed,
      Consumer<Denial> denied) {
    if (verdict == RiskVerdict.DENY) {
      deny(DenialCode.RISK_DENIED.denial(), question, denied);
    } else if (verdict == RiskVerdict.UNKNOWN && !asked.allowWithoutAnswer()) {
      deny(DenialCode.RISK_UNKNOWN.denial(1_000), question, denied);
    } else {
      allowed.run();
    }
  }

  private void deny(Denial denial, RiskQuestion question, Consumer<Denial> denied) {
    observer.denied(question.account(), question.to(), denial, clock.getAsLong());
    denied.accept(denial);
  }
}
