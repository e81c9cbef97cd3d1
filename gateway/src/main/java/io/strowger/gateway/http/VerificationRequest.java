package io.strowger.gateway.http;

import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/verifications}: each field well-formed by itself, not yet held
 * against the account.
 *
 * @param ttlMillis {@link MessageRequest#NO_TTL} when not given
 * @param endUser see {@link EndUser}
 */
record VerificationRequest(
    Secret to,
    TemplateChoice template,
    long ttlMillis,
    List<Channel> channels,
    @Nullable String sender,
    @Nullable String language,
    @Nullable String reference,
    @Nullable String endUser) {}
