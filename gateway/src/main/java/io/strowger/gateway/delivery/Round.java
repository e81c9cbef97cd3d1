package io.strowger.gateway.delivery;

import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.delivery.SmsChannel.ReceiptAck;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Command;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one round of the dispatcher wants to make durable, and what it will do once it is. Thrown
 * away as a whole when the store takes no more.
 */
final class Round {
  /** A reply that waits for the commit; a null reply means: accepted, with the message as it is. */
  record PendingReply(Ticket ticket, Entry entry, @Nullable Reply reply) {}

  /** A reply that only stands when the round is stored. */
  record StoredReply(Ticket ticket, Reply reply) {}

  /** What is told once the round is durable, or when it was undone. */
  record Telling(Runnable ifStored, Runnable ifUndone) {}

  final List<Telling> tellings = new ArrayList<>();
  final List<KeptData> codes = new ArrayList<>();
  final List<StoredReply> repliesIfStored = new ArrayList<>();
  final List<DispatchEvent> events = new ArrayList<>();
  final List<Entry> touched = new ArrayList<>();
  final Set<Entry> replaced = new HashSet<>();
  final List<Entry> restarted = new ArrayList<>();
  final List<HeldReceipt> heldAdded = new ArrayList<>();
  final List<HeldReceipt> heldTaken = new ArrayList<>();
  final List<Notice> notices = new ArrayList<>();
  final List<Notice> settled = new ArrayList<>();
  final List<KeptData> kept = new ArrayList<>();
  final List<Long> dropped = new ArrayList<>();
  final List<SmsChannel.Submit> submits = new ArrayList<>();
  final List<VoiceChannel.Call> calls = new ArrayList<>();
  final List<VoiceChannel.HangUp> hangUps = new ArrayList<>();
  final List<SmsChannel.Withdraw> withdrawals = new ArrayList<>();
  final List<ReceiptAck> acks = new ArrayList<>();
  final List<PendingReply> repliesAboutEntries = new ArrayList<>();
  final List<Ticket> tickets = new ArrayList<>();
  final List<Reply> replies = new ArrayList<>();

  void clear() {
    tellings.clear();
    codes.clear();
    repliesIfStored.clear();
    events.clear();
    touched.clear();
    replaced.clear();
    restarted.clear();
    heldAdded.clear();
    heldTaken.clear();
    notices.clear();
    settled.clear();
    kept.clear();
    dropped.clear();
    submits.clear();
    calls.clear();
    hangUps.clear();
    withdrawals.clear();
    acks.clear();
    repliesAboutEntries.clear();
    tickets.clear();
    replies.clear();
  }

  /** Stages a message; its entry is committed, or undone, with the round. */
  void stage(Entry entry, Message next) {
    if (entry.staged() == null) {
      touched.add(entry);
    }
    entry.stage(next);
  }

  void open(Entry entry) {
    touched.add(entry);
  }

  void reply(Ticket ticket, Reply reply) {
    tickets.add(ticket);
    replies.add(reply);
  }

  /** Told once the round is durable; refused when it was undone. */
  void replyIfStored(Ticket ticket, Reply reply) {
    repliesIfStored.add(new StoredReply(ticket, reply));
  }

  void replyAccepted(Ticket ticket, Entry entry) {
    repliesAboutEntries.add(new PendingReply(ticket, entry, null));
  }

  /** Done if the round changed the entry, else that it was final already. */
  void replyDone(Ticket ticket, Entry entry, boolean changed) {
    repliesAboutEntries.add(
        new PendingReply(
            ticket,
            entry,
            changed ? new Reply.Done(entry.current()) : new Reply.AlreadyFinal(entry.current())));
  }

  /**
   * Adds what a step asks for.
   *
   * @param routeSender the chosen route's own sender id, null for none
   */
  void carry(MessageSpec spec, Command command, @Nullable String routeSender) {
    switch (command) {
      case Command.SubmitSms submit ->
          submits.add(
              new SmsChannel.Submit(
                  new AttemptRef(spec.id(), submit.ordinal(), submit.submits()),
                  submit.choice().carrier(),
                  spec.to(),
                  spec.sender() != null ? spec.sender() : routeSender,
                  spec.text(),
                  spec.expiresAtMillis(),
                  submit.mayReplaceEarlier(),
                  submit.avoidLink()));
      case Command.PlaceCall call ->
          calls.add(
              new VoiceChannel.Call(
                  new AttemptRef(spec.id(), call.ordinal(), call.submits()),
                  call.choice().carrier(),
                  spec.account(),
                  spec.to(),
                  spec.plan().purpose(),
                  spec.plan().purpose() == Plan.Purpose.APPROVAL ? null : spec.spokenCode(),
                  spec.language(),
                  spec.expiresAtMillis(),
                  call.avoidTrunk()));
      case Command.Withdraw withdraw -> {
        Attempt attempt = withdraw.attempt();
        AttemptRef ref = new AttemptRef(spec.id(), attempt.ordinal(), attempt.submits());
        if (attempt.choice().channel() == Channel.VOICE) {
          if (!calls.removeIf(call -> call.ref().equals(ref))) {
            hangUps.add(new VoiceChannel.HangUp(ref, attempt.choice().carrier()));
          }
          return;
        }
        dropSubmit(ref);
        withdrawals.add(
            new SmsChannel.Withdraw(
                ref, attempt.choice().carrier(), spec.to(), spec.sender(), attempt.carrierIds()));
      }
    }
  }

  /** A submit of an attempt that this same round ended again must not leave. */
  private void dropSubmit(AttemptRef ref) {
    submits.removeIf(submit -> submit.ref().equals(ref));
  }

  /** The message that this round opened for the ticket; null when it opened none. */
  @Nullable Entry openedFor(Ticket ticket) {
    for (PendingReply pending : repliesAboutEntries.reversed()) {
      if (pending.ticket().equals(ticket)) {
        return pending.entry();
      }
    }
    return null;
  }

  /** What the ticket will be told instead; null when that is not known. */
  @Nullable Reply replyTo(Ticket ticket) {
    for (StoredReply stored : repliesIfStored.reversed()) {
      if (stored.ticket().equals(ticket)) {
        return stored.reply();
      }
    }
    int place = tickets.lastIndexOf(ticket);
    return place < 0 ? null : replies.get(place);
  }

  boolean hasReplies() {
    return !tickets.isEmpty()
        || !repliesAboutEntries.isEmpty()
        || !repliesIfStored.isEmpty()
        || !tellings.isEmpty();
  }

  List<StoreChange> changes() {
    List<StoreChange> changes = new ArrayList<>(touched.size() + heldAdded.size());
    for (HeldReceipt receipt : heldAdded) {
      changes.add(new StoreChange.Keep(receipt));
    }
    for (KeptData data : kept) {
      changes.add(new StoreChange.Keep(data));
    }
    for (KeptData data : codes) {
      changes.add(new StoreChange.Keep(data));
    }
    for (Entry entry : touched) {
      Message before = entry.committed();
      Message after = entry.current();
      if (before == null) {
        changes.add(new StoreChange.Opened(after));
        if (after.isFinal()) {
          changes.add(new StoreChange.Closed(after));
        }
      } else if (replaced.contains(entry)) {
        changes.add(new StoreChange.Replaced(after));
        if (after.isFinal()) {
          changes.add(new StoreChange.Closed(after));
        }
      } else if (before.isFinal()) {
        changes.add(new StoreChange.Annotated(after));
      } else {
        changes.add(
            after.isFinal() ? new StoreChange.Closed(after) : new StoreChange.Updated(after));
      }
    }
    for (HeldReceipt receipt : heldTaken) {
      changes.add(new StoreChange.Drop(receipt.sequence()));
    }
    for (Notice notice : notices) {
      changes.add(new StoreChange.Keep(notice));
    }
    for (Notice notice : settled) {
      changes.add(new StoreChange.Drop(notice.sequence()));
    }
    for (long sequence : dropped) {
      changes.add(new StoreChange.Drop(sequence));
    }
    return changes;
  }
}
