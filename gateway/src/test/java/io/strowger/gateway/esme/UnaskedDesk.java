package io.strowger.gateway.esme;

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
import org.jspecify.annotations.Nullable;

/** Takes nothing and knows nothing; each test overrides what it asks for. */
class UnaskedDesk implements MessageDesk {
  @Override
  public boolean replace(
      String account, MessageId id, Secret text, long expiresAtMillis, Ticket ticket) {
    return false;
  }

  @Override
  public @Nullable Message findRecent(MessageId id) {
    return null;
  }

  @Override
  public boolean submit(MessageDraft draft, Ticket ticket) {
    return false;
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
  public @Nullable Message find(MessageId id) {
    return findRecent(id);
  }

  @Override
  public AffectedReport affected(AffectedQuery query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Message> search(MessageQuery query) {
    return List.of();
  }
}
