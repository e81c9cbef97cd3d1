package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Secret;
import io.strowger.gateway.verification.VerificationDraft;
import io.strowger.gateway.verification.VerificationId;

/** A request about a verification, on its way to the dispatcher's thread. */
sealed interface VerificationAsk {
  /** Who asks. */
  String account();

  record Start(VerificationDraft draft) implements VerificationAsk {
    @Override
    public String account() {
      return draft.account();
    }
  }

  record Check(String account, VerificationId id, Secret code) implements VerificationAsk {}

  record Resend(String account, VerificationId id) implements VerificationAsk {}

  record Cancel(String account, VerificationId id) implements VerificationAsk {}
}
