package io.strowger.gateway.verification;

import io.strowger.gateway.account.CodeText;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verification as a door hands it in, checked but not yet started.
 *
 * @param text with places for the code that is still to be made
 * @param rules the account's; they hold for this verification until it ends
 * @param ttlMillis how long the code is valid, 1 000–600 000
 * @param messageTtlMaxMillis longest time to live of one message of the account
 * @param endUser whoever asked, for the quotas of one end user; not stored; null when not told
 */
public record VerificationDraft(
    String account,
    PhoneNumber to,
    CodeText text,
    VerificationRules rules,
    List<Channel> channels,
    @Nullable String sender,
    @Nullable String language,
    @Nullable String reference,
    @Nullable String idempotencyKey,
    long requestHash,
    long ttlMillis,
    long messageTtlMaxMillis,
    @Nullable String endUser) {
  public VerificationDraft {
    channels = List.copyOf(channels);
    if (ttlMillis < 1_000 || ttlMillis > VerificationRules.TTL_MAX_MILLIS) {
      throw new IllegalArgumentException("a code is valid for 1s to 10m");
    }
  }

  /** Of an end user that nobody names. */
  public VerificationDraft(
      String account,
      PhoneNumber to,
      CodeText text,
      VerificationRules rules,
      List<Channel> channels,
      @Nullable String sender,
      @Nullable String language,
      @Nullable String reference,
      @Nullable String idempotencyKey,
      long requestHash,
      long ttlMillis,
      long messageTtlMaxMillis) {
    this(
        account,
        to,
        text,
        rules,
        channels,
        sender,
        language,
        reference,
        idempotencyKey,
        requestHash,
        ttlMillis,
        messageTtlMaxMillis,
        null);
  }

  VerificationSpec at(VerificationId id, long nowMillis) {
    return new VerificationSpec(
        id,
        account,
        to,
        rules,
        channels,
        sender,
        language,
        reference,
        idempotencyKey,
        requestHash,
        messageTtlMaxMillis,
        nowMillis,
        nowMillis + ttlMillis);
  }
}
