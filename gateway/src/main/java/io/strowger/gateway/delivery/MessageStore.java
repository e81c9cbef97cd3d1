package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where messages survive. {@link #recover} and {@link #commit} belong to the dispatcher's thread;
 * the readers may be called from any thread and may block.
 */
public interface MessageStore extends AutoCloseable {

  /** What stood in the store when it was opened. Called once, before the first commit. */
  Recovered recover();

  /**
   * Makes the changes durable, all or none, before it returns.
   *
   * @throws StoreFullException nothing was written; it may be tried again
   * @throws StoreFailedException it is not known what is on disk: acknowledge nothing and exit
   */
  void commit(List<StoreChange> changes) throws StoreFullException, StoreFailedException;

  /** A message that is final and has left the hot tables, without its text. */
  @Nullable Message find(MessageId id);

  /** Final messages, newest first. */
  List<Message> search(MessageQuery query);

  /**
   * Final messages that met trouble, each once and in any order.
   *
   * @param sinceMillis epoch milliseconds of acceptance, inclusive
   * @param untilMillis exclusive
   */
  void affected(long sinceMillis, long untilMillis, Consumer<Affected> sink);

  /** Figures for metrics; any thread. */
  StoreStatistics statistics();

  @Override
  void close();

  /**
   * @param open every message without a final state, texts included, oldest first
   * @param recent messages that became final not long ago, oldest first: late receipts and repeated
   *     idempotency keys still meet them
   * @param kept everything kept and not dropped, in the order of its sequence
   * @param lastOrder the greatest message order ever stored, 0 when empty
   */
  record Recovered(
      List<Message> open, List<Message> recent, List<KeptRecord> kept, long lastOrder) {}

  /** The disk, or the database, takes no more for now. */
  final class StoreFullException extends Exception {
    public StoreFullException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A commit failed in a way after which the store's content is unknown, such as a failed fsync.
   */
  final class StoreFailedException extends Exception {
    public StoreFailedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
