package io.strowger.gateway.http;

import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/messages}: each field well-formed by itself, not yet held against the
 * account.
 *
 * @param template used when there is no text
 * @param ttlMillis {@link #NO_TTL} when not given
 */
record MessageRequest(
    Secret to,
    @Nullable Secret text,
    TemplateChoice template,
    @Nullable Secret code,
    long ttlMillis,
    List<Channel> channels,
    @Nullable String sender,
    @Nullable String language,
    @Nullable String reference) {
  static final long NO_TTL = -1;

  /** Without a choice of template: the account's default puts a code into words. */
  MessageRequest(
      Secret to,
      @Nullable Secret text,
      @Nullable Secret code,
      long ttlMillis,
      List<Channel> channels,
      @Nullable String sender,
      @Nullable String language,
      @Nullable String reference) {
    this(to, text, TemplateChoice.NONE, code, ttlMillis, channels, sender, language, reference);
  }
}
