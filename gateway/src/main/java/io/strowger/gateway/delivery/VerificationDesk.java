package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Secret;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.VerificationDraft;
import io.strowger.gateway.verification.VerificationId;
import org.jspecify.annotations.Nullable;

/**
 * What the doors may ask about codes of the gateway's own making. A call that returns false is
 * never answered: the gateway is full. An id of another account is not found.
 */
public interface VerificationDesk {
  boolean startVerification(VerificationDraft draft, VerificationTicket ticket);

  boolean checkVerification(
      String account, VerificationId id, Secret code, VerificationTicket ticket);

  boolean resendVerification(String account, VerificationId id, VerificationTicket ticket);

  boolean cancelVerification(String account, VerificationId id, VerificationTicket ticket);

  /** As it is durable; null when it is not held any more. Any thread, no blocking. */
  @Nullable Verification findVerification(VerificationId id);
}
