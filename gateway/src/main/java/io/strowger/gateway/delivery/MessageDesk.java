package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the doors may ask of the gateway. The first three answer through the ticket, later and on
 * another thread, unless they return false: then the gateway is full, the ticket is never told, and
 * the door answers as it would to {@code Reply.Refused}.
 */
public interface MessageDesk {
  boolean submit(MessageDraft draft, Ticket ticket);

  /** An id of another account is {@code NotFound}. */
  boolean cancel(String account, MessageId id, Ticket ticket);

  /**
   * @param verified true when the user proved the code, false when it was not received
   */
  boolean feedback(String account, MessageId id, boolean verified, Ticket ticket);

  /**
   * Puts another text in a message's place, as long as nothing of it was tried: afterwards every
   * attempt carries the same text, and this is answered with {@code AlreadyFinal}.
   *
   * @param expiresAtMillis 0 leaves the deadline as it was
   */
  boolean replace(String account, MessageId id, Secret text, long expiresAtMillis, Ticket ticket);

  /** Keeps something durably beside the messages; answered with {@code Reply.Kept}. */
  boolean keep(KeptDraft draft, Ticket ticket);

  /** Lets go of kept records. */
  void drop(List<Long> sequences);

  /** Owes word of final messages once more; answered with {@code Reply.Kept}, by its count. */
  boolean replay(String channel, List<Message> messages, Ticket ticket);

  /**
   * From memory alone; null when the message is not open and not recent. Any thread, no blocking.
   */
  @Nullable Message findRecent(MessageId id);

  /** From memory, else from history. May block: not for an event loop. */
  @Nullable Message find(MessageId id);

  /** Open, recent and historic messages, newest first. May block: not for an event loop. */
  List<Message> search(MessageQuery query);

  /** Who met trouble in an interval. May block for seconds: not for an event loop. */
  AffectedReport affected(AffectedQuery query);
}
