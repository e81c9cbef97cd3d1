package io.strowger.gateway.delivery;

import io.strowger.gateway.delivery.Round.PendingReply;
import io.strowger.gateway.delivery.Round.StoredReply;
import io.strowger.gateway.message.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a round does once it is durable: in batches, so that each neighbour is woken once. */
final class Effects {
  private static final int RETRY_AFTER_STORE_FULL_SECONDS = 5;

  private final Dispatcher.Ports ports;
  private final List<Door> doors;
  private final List<StatusListener> listeners;
  private final List<Message> changed = new ArrayList<>();

  Effects(Dispatcher.Ports ports, List<Door> doors, List<StatusListener> listeners) {
    this.ports = ports;
    this.doors = doors;
    this.listeners = listeners;
  }

  /** A message is durable in a new state. */
  void published(@Nullable Message before, Message after) {
    if (before == null || !before.clientState().equals(after.clientState())) {
      changed.add(after);
    }
  }

  void carryOut(Round round, long nowMillis) {
    if (!round.submits.isEmpty()) {
      ports.sms().submit(List.copyOf(round.submits));
    }
    if (!round.withdrawals.isEmpty()) {
      ports.sms().withdraw(List.copyOf(round.withdrawals));
    }
    if (!round.calls.isEmpty()) {
      ports.voice().place(List.copyOf(round.calls));
    }
    if (!round.hangUps.isEmpty()) {
      ports.voice().hangUp(List.copyOf(round.hangUps));
    }
    if (!round.acks.isEmpty()) {
      ports.sms().acknowledge(List.copyOf(round.acks));
    }
    for (PendingReply pending : round.repliesAboutEntries) {
      Reply reply = pending.reply();
      pending.ticket().reply(reply != null ? reply : new Reply.Accepted(pending.entry().current()));
    }
    for (StoredReply stored : round.repliesIfStored) {
      stored.ticket().reply(stored.reply());
    }
    for (int i = 0; i < round.tickets.size(); i++) {
      round.tickets.get(i).reply(round.replies.get(i));
    }
    round.tellings.forEach(telling -> telling.ifStored().run());
    if (round.hasReplies()) {
      doors.forEach(Door::flush);
    }
    if (!changed.isEmpty()) {
      List<Message> batch = List.copyOf(changed);
      changed.clear();
      for (StatusListener listener : listeners) {
        listener.changed(batch, nowMillis);
      }
    }
  }

  /** Every request of an undone round hears that nothing was stored. */
  void refuse(Round round) {
    Reply refused =
        new Reply.Refused("the store cannot take messages now", RETRY_AFTER_STORE_FULL_SECONDS);
    round.repliesAboutEntries.forEach(pending -> pending.ticket().reply(refused));
    round.repliesIfStored.forEach(stored -> stored.ticket().reply(refused));
    round.tellings.forEach(telling -> telling.ifUndone().run());
    for (int i = 0; i < round.tickets.size(); i++) {
      // Replies that do not depend on the store stand.
      round.tickets.get(i).reply(round.replies.get(i));
    }
    doors.forEach(Door::flush);
  }
}
