package io.strowger.gateway.verification;

import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked, and by which rules; never changes.
 *
 * @param messageTtlMaxMillis longest time to live of one of its messages
 * @param startedAtMillis and expiresAtMillis: epoch milliseconds
 */
public record VerificationSpec(
    VerificationId id,
    String account,
    PhoneNumber to,
    VerificationRules rules,
    List<Channel> channels,
    @Nullable String sender,
    @Nullable String language,
    @Nullable String reference,
    @Nullable String idempotencyKey,
    long requestHash,
    long messageTtlMaxMillis,
    long startedAtMillis,
    long expiresAtMillis) {
  public VerificationSpec {
    channels = List.copyOf(channels);
  }
}
