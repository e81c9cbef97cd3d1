package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;

/**
 * An account is owed word of a message's new state. Durable with the change itself, and told at
 * least once.
 *
 * @param channel which {@link NoticeChannel} tells it
 * @param message as it was after the change, without its text
 * @param atMillis of the change, epoch milliseconds
 */
public record Notice(long sequence, String channel, Message message, long atMillis)
    implements KeptRecord {}
