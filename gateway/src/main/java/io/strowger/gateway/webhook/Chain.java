package io.strowger.gateway.webhook;

import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.message.MessageId;
import java.util.ArrayDeque;

/** What is owed about one message, in order: only the first notice may be under way. */
final class Chain {
  final MessageId message;

  /** Chains in order of their beginning. */
  final long ordinal;

  private final ArrayDeque<Notice> notices = new ArrayDeque<>(2);

  /** Failed tries of the first notice. */
  int failures;

  /** When the first notice may be tried again. Never changed while the chain waits. */
  long dueMillis;

  boolean posting;

  Chain(MessageId message, long ordinal) {
    this.message = message;
    this.ordinal = ordinal;
  }

  int size() {
    return notices.size();
  }

  boolean isEmpty() {
    return notices.isEmpty();
  }

  Notice first() {
    return notices.getFirst();
  }

  /**
   * @return false when it is there already
   */
  boolean add(Notice notice) {
    if (!notices.isEmpty() && notices.getLast().sequence() >= notice.sequence()) {
      return false;
    }
    notices.addLast(notice);
    return true;
  }

  Notice removeFirst() {
    failures = 0;
    return notices.removeFirst();
  }
}
