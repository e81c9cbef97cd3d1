package io.strowger.gateway.risk;

import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.VerificationDesk;
import io.strowger.gateway.delivery.VerificationReply;
import io.strowger.gateway.delivery.VerificationTicket;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.VerificationDraft;
import io.strowger.gateway.verification.VerificationId;
import io.strowger.gateway.verification.VerificationSpec;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** As {@link RiskDesk}, for codes of the gateway's own making: asks before each is sent. */
public final class RiskVerifications implements VerificationDesk {
  private static final VerificationReply FULL =
      new VerificationReply.Refused("the queue of requests is full", 1);

  private final VerificationDesk desk;
  private final Consumer<DispatchEvent> dispatcher;
  private final RiskGate gate;

  /**
   * @param dispatcher tells a ticket, on the thread that tells all others
   */
  public RiskVerifications(
      VerificationDesk desk, Consumer<DispatchEvent> dispatcher, RiskGate gate) {
    this.desk = desk;
    this.dispatcher = dispatcher;
    this.gate = gate;
  }

  @Override
  public boolean startVerification(VerificationDraft draft, VerificationTicket ticket) {
    if (!gate.isAsked(draft.account())) {
      return desk.startVerification(draft, ticket);
    }
    return ask(
        RiskQuestion.of(draft.account(), draft.to(), draft.sender(), draft.channels()),
        ticket,
        () -> desk.startVerification(draft, ticket));
  }

  @Override
  public boolean resendVerification(String account, VerificationId id, VerificationTicket ticket) {
    Verification known = desk.findVerification(id);
    // What cannot be sent is refused without a question.
    boolean asks = known != null && known.spec().account().equals(account) && gate.isAsked(account);
    if (known == null || !asks) {
      return desk.resendVerification(account, id, ticket);
    }
    VerificationSpec spec = known.spec();
    return ask(
        RiskQuestion.of(account, spec.to(), spec.sender(), spec.channels()),
        ticket,
        () -> desk.resendVerification(account, id, ticket));
  }

  private boolean ask(RiskQuestion question, VerificationTicket ticket, BooleanSupplier handIn) {
    gate.ask(
        question,
        () -> {
          if (!handIn.getAsBoolean()) {
            tell(question.account(), ticket, FULL);
          }
        },
        denial -> tell(question.account(), ticket, new VerificationReply.Denied(denial)));
    return true;
  }

  private void tell(String account, VerificationTicket ticket, VerificationReply reply) {
    dispatcher.accept(new DispatchEvent.VerificationAnswered(account, ticket, reply));
  }

  @Override
  public boolean checkVerification(
      String account, VerificationId id, Secret code, VerificationTicket ticket) {
    return desk.checkVerification(account, id, code, ticket);
  }

  @Override
  public boolean cancelVerification(String account, VerificationId id, VerificationTicket ticket) {
    return desk.cancelVerification(account, id, ticket);
  }

  @Override
  public @Nullable Verification findVerification(VerificationId id) {
    return desk.findVerification(id);
  }
}
