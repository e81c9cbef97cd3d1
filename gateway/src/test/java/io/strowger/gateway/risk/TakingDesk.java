package io.strowger.gateway.risk;

import io.strowger.gateway.delivery.AffectedQuery;
import io.strowger.gateway.delivery.AffectedReport;
import io.strowger.gateway.delivery.KeptDraft;
import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.Ticket;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Secret;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Takes every message, unless it is full. */
final class TakingDesk implements MessageDesk {
  final Queue<MessageDraft> drafts = new ConcurrentLinkedQueue<>();
  volatile boolean full;

  @Override
  public boolean submit(MessageDraft draft, Ticket ticket) {
    return !full && drafts.add(draft);
  }

  @Override
  public boolean cancel(String account, MessageId id, Ticket ticket) {
    return false;
  }

  @Override
  public boolean feedback(String account, MessageId id, boolean verified, Ticket ticket) {
    return false;
  }

  @Override
  public boolean replace(
      String account, MessageId id, Secret text, long expiresAtMillis, Ticket ticket) {
    return false;
  }

  @Override
  public boolean keep(KeptDraft draft, Ticket ticket) {
    return false;
  }

  @Override
  public void drop(List<Long> sequences) {}

  @Override
  public boolean replay(String channel, List<Message> messages, Ticket ticket) {
    return false;
  }

  @Override
  public @Nullable Message findRecent(MessageId id) {
    return null;
  }

  @Override
  public @Nullable Message find(MessageId id) {
    return null;
  }

  @Override
  public List<Message> search(MessageQuery query) {
    return List.of();
  }

  @Override
  public AffectedReport affected(AffectedQuery query) {
    return new AffectedReport(List.of(), true);
  }
}
