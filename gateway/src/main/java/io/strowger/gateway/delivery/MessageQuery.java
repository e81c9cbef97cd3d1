package io.strowger.gateway.delivery;

import io.strowger.gateway.message.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * A search, newest first. Null fields do not restrict.
 *
 * @param to E.164 with {@code +}
 * @param clientState a word of {@code Message.clientState}
 * @param sinceMillis epoch milliseconds of acceptance, inclusive; 0 for all
 * @param before cursor: only messages with an id below it
 * @param limit 1–1000
 */
public record MessageQuery(
    @Nullable String account,
    @Nullable String to,
    @Nullable String clientState,
    long sinceMillis,
    @Nullable MessageId before,
    int limit) {}
