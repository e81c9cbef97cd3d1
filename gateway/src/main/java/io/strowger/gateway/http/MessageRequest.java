package io.strowger.gateway.http;

import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/messages}: each field well-formed by itself, not yet held against the
 * account.
 *
 * @param template used when there is no text
 * @param ttlMillis {@link #NO_TTL} when not given
 * @param plan null leaves it to the account
 * @param endUser see {@link EndUser}
 */
record MessageRequest(
    Secret to,
    @Nullable Secret text,
    TemplateChoice template,
    @Nullable Secret code,
    long ttlMillis,
    @Nullable Plan plan,
    @Nullable String sender,
    @Nullable String language,
    @Nullable String reference,
    @Nullable String endUser) {
  static final long NO_TTL = -1;

  /** Without a choice of template or channels: the account's default puts a code into words. */
  MessageRequest(
      Secret to,
      @Nullable Secret text,
      @Nullable Secret code,
      long ttlMillis,
      @Nullable String sender,
      @Nullable String language,
      @Nullable String reference) {
    this(to, text, TemplateChoice.NONE, code, ttlMillis, null, sender, language, reference, null);
  }
}
