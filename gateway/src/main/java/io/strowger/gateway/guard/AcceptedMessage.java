package io.strowger.gateway.guard;

import io.strowger.gateway.message.MessageId;

/**
 * A message that was taken before this node started.
 *
 * @param request as it was asked for; a text hash of 0 when the text is gone
 */
public record AcceptedMessage(
    GuardRequest request, MessageId id, long acceptedAtMillis, long expiresAtMillis) {}
