package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.Trouble;
import org.jspecify.annotations.Nullable;

/**
 * One message that met trouble, as history keeps it.
 *
 * @param key the message's order, which is its time too
 * @param number E.164 digits as one number
 * @param state a word of {@code Message.clientState}
 * @param acceptedAtMillis epoch milliseconds
 */
public record Affected(
    long key, String account, long number, String state, Trouble trouble, long acceptedAtMillis) {

  /** Null when the message met none. */
  public static @Nullable Affected of(Message message) {
    Trouble trouble = Trouble.of(message);
    return trouble == null
        ? null
        : new Affected(
            message.id().order(),
            message.spec().account(),
            message.spec().to().value(),
            message.clientState(),
            trouble,
            message.spec().acceptedAtMillis());
  }
}
