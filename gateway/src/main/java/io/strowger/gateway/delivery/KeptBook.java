package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is kept beside the messages: what accounts are owed, and what other parts asked to keep. On
 * the dispatcher's thread, staged in the round; {@link #kept} may be called from any.
 */
final class KeptBook {
  final Outbox outbox = new Outbox();
  private final Round round;
  private final DispatchSettings settings;
  private final DeliveryObserver observer;
  private final Map<Long, KeptData> data = new ConcurrentHashMap<>();
  private long lastSequence;

  KeptBook(Round round, DispatchSettings settings, DeliveryObserver observer) {
    this.round = round;
    this.settings = settings;
    this.observer = observer;
  }

  void recovered(KeptRecord record) {
    lastSequence = Math.max(lastSequence, record.sequence());
    switch (record) {
      case HeldReceipt _ -> {}
      case Notice notice -> outbox.add(notice);
      case KeptData kept -> data.put(kept.sequence(), kept);
    }
  }

  /**
   * Sequences go on beyond this one. Names that accounts were given are made of them, and what is
   * kept no more says nothing of how far they had come: time does.
   */
  void begin(long sequence) {
    lastSequence = Math.max(lastSequence, sequence);
  }

  /** For a record of any kind. */
  long nextSequence() {
    return ++lastSequence;
  }

  /** Everything of a kind, oldest first; weakly consistent. */
  List<KeptData> kept(String kind) {
    return data.values().stream()
        .filter(kept -> kept.kind().equals(kind))
        .sorted(Comparator.comparingLong(KeptData::sequence))
        .toList();
  }

  /** The same, for a part that holds its records itself from now on. */
  List<KeptData> takeOut(String kind) {
    List<KeptData> taken = kept(kind);
    taken.forEach(one -> data.remove(one.sequence()));
    return taken;
  }

  boolean owesTooMuch(String account) {
    return outbox.owedTo(account) >= settings.maxOwed();
  }

  void keep(KeptDraft draft, Ticket ticket) {
    if (data.size() + round.kept.size() >= settings.maxKept()) {
      observer.admissionRefused();
      round.reply(ticket, new Reply.Refused("too much is kept already", 5));
      return;
    }
    KeptData kept = new KeptData(nextSequence(), draft.kind(), draft.data(), draft.secret());
    round.kept.add(kept);
    round.replyIfStored(ticket, new Reply.Kept(kept.sequence()));
  }

  void settled(Notice notice) {
    if (outbox.owes(notice)) {
      round.settled.add(notice);
    }
  }

  void replay(DispatchEvent.ReplayAsked asked, long nowMillis) {
    for (Message message : asked.messages()) {
      owe(asked.channel(), message, nowMillis);
    }
    round.replyIfStored(asked.ticket(), new Reply.Kept(asked.messages().size()));
  }

  /** Whoever is to be told of this round's changes is owed it with them. */
  void oweNotices(long nowMillis) {
    for (Entry entry : round.touched) {
      Message before = entry.committed();
      Message after = entry.current();
      if (before == null || !before.clientState().equals(after.clientState())) {
        for (String channel : outbox.channelsFor(after)) {
          owe(channel, after, nowMillis);
        }
      }
    }
  }

  private void owe(String channel, Message message, long nowMillis) {
    MessageSpec spec = message.spec();
    Message shown =
        spec.text().isShredded()
            ? message
            : new Message(spec.shredded(), message.state(), message.attempts());
    round.notices.add(new Notice(nextSequence(), channel, shown, nowMillis));
  }

  /** What the round kept, owes and settled is durable. */
  void publish() {
    round.notices.forEach(outbox::add);
    round.settled.forEach(outbox::settled);
    round.kept.forEach(kept -> data.put(kept.sequence(), kept));
    round.dropped.forEach(data::remove);
  }
}
