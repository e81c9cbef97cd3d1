package io.strowger.gateway.guard;

import io.strowger.gateway.message.MessageId;

/** What the guard says. */
public sealed interface Decision {
  /** Counted already: a request that comes to nothing after all is to be taken back. */
  record Admitted() implements Decision {}

  /**
   * The same text went to the same number a moment ago: the client is answered with that message.
   */
  record SameAs(MessageId id, long expiresAtMillis) implements Decision {}

  record Denied(Denial denial) implements Decision {}
}
