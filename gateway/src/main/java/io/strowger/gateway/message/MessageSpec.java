package io.strowger.gateway.message;

import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the client asked for; never changes.
 *
 * @param text what is sent, byte for byte the same on every attempt
 * @param code the passcode alone, for voice; null when the client gave only a text
 * @param plan what it is for, and by which channels
 * @param reference the client's own, returned as it came
 * @param requestHash hash of the request body, compared when an idempotency key is used again
 * @param origin what its door needs to report back; null when it reports nothing
 * @param acceptedAtMillis and expiresAtMillis: epoch milliseconds, expiry after acceptance
 */
public record MessageSpec(
    MessageId id,
    String account,
    PhoneNumber to,
    Secret text,
    @Nullable Secret code,
    @Nullable String sender,
    @Nullable String language,
    @Nullable String reference,
    @Nullable String idempotencyKey,
    long requestHash,
    Plan plan,
    @Nullable Origin origin,
    long acceptedAtMillis,
    long expiresAtMillis) {

  /** A passcode by these channels, without delays. */
  public MessageSpec(
      MessageId id,
      String account,
      PhoneNumber to,
      Secret text,
      @Nullable Secret code,
      @Nullable String sender,
      @Nullable String language,
      @Nullable String reference,
      @Nullable String idempotencyKey,
      long requestHash,
      List<Channel> channels,
      @Nullable Origin origin,
      long acceptedAtMillis,
      long expiresAtMillis) {
    this(
        id,
        account,
        to,
        text,
        code,
        sender,
        language,
        reference,
        idempotencyKey,
        requestHash,
        Plan.of(channels),
        origin,
        acceptedAtMillis,
        expiresAtMillis);
  }

  /** In order of preference. */
  public List<Channel> channels() {
    return plan.channels();
  }

  /** What a call would say; null when nothing of it can be spoken. */
  public @Nullable Secret spokenCode() {
    return SpokenCode.of(text, code);
  }

  /**
   * With another text, and without the code that belonged to the old one.
   *
   * @param expiresAt epoch milliseconds; 0 leaves the deadline as it is
   */
  public MessageSpec replaced(Secret newText, long expiresAt) {
    return new MessageSpec(
        id,
        account,
        to,
        newText,
        null,
        sender,
        language,
        reference,
        idempotencyKey,
        requestHash,
        plan,
        origin,
        acceptedAtMillis,
        expiresAt == 0 ? expiresAtMillis : expiresAt);
  }

  public MessageSpec shredded() {
    return new MessageSpec(
        id,
        account,
        to,
        Secret.SHREDDED,
        null,
        sender,
        language,
        reference,
        idempotencyKey,
        requestHash,
        plan,
        origin,
        acceptedAtMillis,
        expiresAtMillis);
  }
}
