package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as a door hands it in, checked but not yet stored. The fields mean what they mean in
 * {@code MessageSpec}.
 *
 * @param settles sequences of kept records that this message takes the place of
 * @param ttlMillis 1 000–600 000
 * @param endUser whoever caused it, for the quotas of one end user; not stored; null when not told
 */
public record MessageDraft(
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
    List<Long> settles,
    long ttlMillis,
    @Nullable String endUser) {

  /** A passcode by these channels, without delays, of an end user that nobody names. */
  public MessageDraft(
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
      List<Long> settles,
      long ttlMillis) {
    this(
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
        settles,
        ttlMillis,
        null);
  }

  /** In order of preference. */
  public List<Channel> channels() {
    return plan.channels();
  }

  /** The same message, from this door. */
  public MessageDraft withOrigin(Origin from) {
    return caused(from, endUser);
  }

  /** The same message, caused by this end user. */
  public MessageDraft withEndUser(@Nullable String other) {
    return caused(origin, other);
  }

  private MessageDraft caused(@Nullable Origin from, @Nullable String by) {
    return new MessageDraft(
        account,
        to,
        text,
        code,
        sender,
        language,
        reference,
        idempotencyKey,
        requestHash,
        plan,
        from,
        settles,
        ttlMillis,
        by);
  }
}
