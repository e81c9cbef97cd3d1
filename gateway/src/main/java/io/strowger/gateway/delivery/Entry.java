package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import org.jspecify.annotations.Nullable;

/**
 * One message in the dispatcher's memory: what is durable, and what this round wants it to become.
 * Owned by the dispatcher's thread; others may read {@link #committed}.
 */
final class Entry extends TimerWheel.Timer {
  private volatile @Nullable Message committed;
  private @Nullable Message staged;

  /** While no route is free: when to ask the chooser again, epoch milliseconds. */
  long retryNotBeforeMillis;

  /** The guard hears of a message's feedback once. */
  boolean feedbackCounted;

  /** Attempts that tell of their route's health, bit n for ordinal n. */
  int countedAttempts;

  /** The attempt whose route its code, once verified, tells of; 0 for none. */
  int codeTellsOf;

  /** Those of them that a receipt came for: carriers send some twice. */
  int heardAttempts;

  private Entry(@Nullable Message committed, @Nullable Message staged) {
    this.committed = committed;
    this.staged = staged;
  }

  static Entry opening(Message message) {
    return new Entry(null, message);
  }

  static Entry recovered(Message message) {
    return new Entry(message, null);
  }

  /** As it is in the store; null before its first commit. */
  @Nullable Message committed() {
    return committed;
  }

  @Nullable Message staged() {
    return staged;
  }

  /** As this round sees it. */
  Message current() {
    Message latest = staged != null ? staged : committed;
    if (latest == null) {
      throw new IllegalStateException("an entry without a message");
    }
    return latest;
  }

  String carrierOf(int ordinal) {
    return current().attempts().get(ordinal - 1).choice().carrier();
  }

  void stage(Message next) {
    staged = next;
  }

  void unstage() {
    staged = null;
  }

  /** The staged message is durable now. A final one forgets its text. */
  void publish() {
    Message next = current();
    committed =
        next.isFinal() && !next.spec().text().isShredded()
            ? new Message(next.spec().shredded(), next.state(), next.attempts())
            : next;
    staged = null;
  }

  long alarmMillis() {
    Message message = current();
    long alarm = Lifecycle.nextAlarmMillis(message);
    boolean waitsForRoute =
        message.state() instanceof MessageState.AwaitingRetry
            || message.state() instanceof MessageState.Accepted;
    return waitsForRoute
        ? Math.min(
            Math.max(
                message.state() instanceof MessageState.AwaitingRetry ? alarm : 0,
                retryNotBeforeMillis),
            message.spec().expiresAtMillis())
        : alarm;
  }
}
