package io.strowger.gateway.risk;

import io.strowger.gateway.delivery.AffectedQuery;
import io.strowger.gateway.delivery.AffectedReport;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.KeptDraft;
import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.delivery.Ticket;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Secret;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A desk that asks first, for those accounts that want it, and hands in what may go. */
public final class RiskDesk implements MessageDesk {
  private static final Reply FULL = new Reply.Refused("the queue of requests is full", 1);

  private final MessageDesk desk;
  private final Consumer<DispatchEvent> dispatcher;
  private final RiskGate gate;

  /**
   * @param dispatcher tells a ticket, on the thread that tells all others
   */
  public RiskDesk(MessageDesk desk, Consumer<DispatchEvent> dispatcher, RiskGate gate) {
    this.desk = desk;
    this.dispatcher = dispatcher;
    this.gate = gate;
  }

  @Override
  public boolean submit(MessageDraft draft, Ticket ticket) {
    if (!gate.isAsked(draft.account())) {
      return desk.submit(draft, ticket);
    }
    gate.ask(
        RiskQuestion.of(draft.account(), draft.to(), draft.sender(), draft.channels()),
        () -> {
          if (!desk.submit(draft, ticket)) {
            dispatcher.accept(new DispatchEvent.Answered(ticket, FULL));
          }
        },
        denial -> dispatcher.accept(new DispatchEvent.Answered(ticket, new Reply.Denied(denial))));
    return true;
  }

  @Override
  public boolean cancel(String account, MessageId id, Ticket ticket) {
    return desk.cancel(account, id, ticket);
  }

  @Override
  public boolean feedback(String account, MessageId id, boolean verified, Ticket ticket) {
    return desk.feedback(account, id, verified, ticket);
  }

  @Override
  public boolean replace(
      String account, MessageId id, Secret text, long expiresAtMillis, Ticket ticket) {
    return desk.replace(account, id, text, expiresAtMillis, ticket);
  }

  @Override
  public boolean keep(KeptDraft draft, Ticket ticket) {
    return desk.keep(draft, ticket);
  }

  @Override
  public void drop(List<Long> sequences) {
    desk.drop(sequences);
  }

  @Override
  public boolean replay(String channel, List<Message> messages, Ticket ticket) {
    return desk.replay(channel, messages, ticket);
  }

  @Override
  public @Nullable Message findRecent(MessageId id) {
    return desk.findRecent(id);
  }

  @Override
  public @Nullable Message find(MessageId id) {
    return desk.find(id);
  }

  @Override
  public List<Message> search(MessageQuery query) {
    return desk.search(query);
  }

  @Override
  public AffectedReport affected(AffectedQuery query) {
    return desk.affected(query);
  }
}
