package io.strowger.gateway.delivery;

import io.strowger.gateway.delivery.DispatchEvent.ReceiptCame;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswer;
import io.strowger.gateway.delivery.MessageBook.FirstRequest;
import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Command;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageEvent;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.route.RouteDecision;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The messages and everything that moves them, on behalf of the {@link Dispatcher}'s rounds: each
 * event becomes a step, each step is staged in the round. Nothing here is durable, or acts.
 */
final class Transitions {
  private static final int MAX_RESTARTED_PER_ROUND = 2_048;
  private static final int MAX_CALLED_PER_ROUND = 256;
  private static final long ASK_AGAIN_MILLIS = 5_000;
  private static final Refusal NO_ROUTE =
      new Refusal("no-route", "no route for this destination", Refusal.Disposition.OTHER_ROUTE);

  /** What decides; replaced as one on a reload. */
  record Rules(Lifecycle lifecycle, RouteChooser chooser) {}

  final MessageBook book = new MessageBook();
  final HeldReceipts held = new HeldReceipts();
  final Outbox outbox = new Outbox();
  final Map<Long, KeptData> kept = new ConcurrentHashMap<>();
  final TimerWheel wheel;
  private final Round round;
  private final DispatchSettings settings;
  private final DeliveryObserver observer;
  private final Dispatcher.Chance chance;
  private final ResendBudget resendBudget;
  private final Map<String, CarrierCondition> conditions = new HashMap<>();
  private final WaitingRoom waitingRoom = new WaitingRoom();
  private final ArrayDeque<Entry> restarted = new ArrayDeque<>();
  private Rules rules;
  private int attempting;
  private long lastOrder;
  private long keptSequence;
  private long now;

  Transitions(
      Round round,
      DispatchSettings settings,
      DeliveryObserver observer,
      Rules rules,
      Dispatcher.Chance chance,
      long nowMillis) {
    this.round = round;
    this.settings = settings;
    this.observer = observer;
    this.rules = rules;
    this.chance = chance;
    this.resendBudget = new ResendBudget(settings.resendShare());
    this.wheel = new TimerWheel(nowMillis);
  }

  /** Every round begins here: what time it is, and by which rules. */
  void begin(long nowMillis, Rules rules) {
    this.now = nowMillis;
    this.rules = rules;
  }

  int attempting() {
    return attempting;
  }

  boolean hasWork() {
    return waitingRoom.hasCalled() || !restarted.isEmpty();
  }

  void recover(MessageStore.Recovered recovered) {
    lastOrder = recovered.lastOrder();
    for (Message message : recovered.recent()) {
      book.addRecent(Entry.recovered(message));
    }
    for (Message message : recovered.open()) {
      Entry entry = Entry.recovered(message);
      book.addOpen(entry);
      attempting += isAttempting(message);
      restarted.add(entry);
    }
    for (KeptRecord record : recovered.kept()) {
      keptSequence = Math.max(keptSequence, record.sequence());
      switch (record) {
        case HeldReceipt receipt -> held.add(receipt);
        case Notice notice -> outbox.add(notice);
        case KeptData data -> kept.put(data.sequence(), data);
      }
    }
  }

  void admit(MessageDraft draft, Ticket ticket) {
    String key = draft.idempotencyKey();
    FirstRequest first = key == null ? null : book.findFirst(draft.account(), key);
    if (first != null) {
      round.reply(
          ticket,
          first.requestHash() == draft.requestHash()
              ? new Reply.Repeated(first.id(), first.expiresAtMillis())
              : new Reply.IdempotencyConflict());
      return;
    }
    if (book.openCount() >= settings.maxOpenMessages()) {
      observer.admissionRefused();
      round.reply(ticket, new Reply.Refused("the queue of open messages is full", 5));
      return;
    }
    if (outbox.owedTo(draft.account()) >= settings.maxOwed()) {
      observer.admissionRefused();
      round.reply(ticket, new Reply.Refused("the account has not taken what it is owed", 5));
      return;
    }
    lastOrder = Math.max(lastOrder + 1, MessageId.firstOrderOf(now));
    MessageId id = MessageId.of(lastOrder, chance.ids().nextLong());
    MessageSpec spec =
        new MessageSpec(
            id,
            draft.account(),
            draft.to(),
            draft.text(),
            draft.code(),
            draft.sender(),
            draft.language(),
            draft.reference(),
            key,
            draft.requestHash(),
            draft.channels(),
            draft.origin(),
            now,
            now + draft.ttlMillis());
    Entry entry = Entry.opening(new Message(spec, new MessageState.Accepted(), List.of()));
    book.addOpen(entry);
    round.open(entry);
    round.dropped.addAll(draft.settles());
    resendBudget.messageAccepted();
    chooseRoute(entry);
    round.replyAccepted(ticket, entry);
  }

  void keep(KeptDraft draft, Ticket ticket) {
    if (kept.size() + round.kept.size() >= settings.maxKept()) {
      observer.admissionRefused();
      round.reply(ticket, new Reply.Refused("too much is kept already", 5));
      return;
    }
    KeptData data = new KeptData(++keptSequence, draft.kind(), draft.data(), draft.secret());
    round.kept.add(data);
    round.replyIfStored(ticket, new Reply.Kept(data.sequence()));
  }

  void settled(Notice notice) {
    if (outbox.owes(notice)) {
      round.settled.add(notice);
    }
  }

  void replay(String channel, List<Message> messages, Ticket ticket) {
    for (Message message : messages) {
      owe(channel, message);
    }
    round.replyIfStored(ticket, new Reply.Kept(messages.size()));
  }

  /** Whoever is to be told of this round's changes is owed it with them. */
  void oweNotices() {
    for (Entry entry : round.touched) {
      Message before = entry.committed();
      Message after = entry.current();
      if (before == null || !before.clientState().equals(after.clientState())) {
        for (String channel : outbox.channelsFor(after)) {
          owe(channel, after);
        }
      }
    }
  }

  private void owe(String channel, Message message) {
    MessageSpec spec = message.spec();
    Message shown =
        spec.text().isShredded()
            ? message
            : new Message(spec.shredded(), message.state(), message.attempts());
    round.notices.add(new Notice(++keptSequence, channel, shown, now));
  }

  /** What the round kept, owes and settled is durable. */
  void publishKept() {
    round.notices.forEach(outbox::add);
    round.settled.forEach(outbox::settled);
    round.kept.forEach(data -> kept.put(data.sequence(), data));
    round.dropped.forEach(kept::remove);
  }

  void change(String account, MessageId id, Ticket ticket, MessageEvent event) {
    Entry entry = book.find(id);
    if (entry == null || !entry.current().spec().account().equals(account)) {
      round.reply(ticket, new Reply.NotFound());
      return;
    }
    boolean wasFinal = entry.current().isFinal();
    step(entry, event);
    round.replyDone(ticket, entry, !wasFinal);
  }

  void answered(AttemptRef ref, SmsAnswer answer) {
    Entry entry = book.find(ref.id());
    if (entry == null) {
      return;
    }
    int ordinal = ref.ordinal();
    int submits = ref.submits();
    switch (answer) {
      case SmsAnswer.Taken taken -> {
        step(
            entry,
            new MessageEvent.Submitted(
                ordinal, submits, taken.link(), taken.carrierIds(), taken.receiptsExpected()));
        claimHeldReceipts(entry, ordinal);
      }
      case SmsAnswer.Refused refused ->
          step(
              entry,
              new MessageEvent.AttemptRefused(ordinal, submits, refused.link(), refused.refusal()));
      case SmsAnswer.InDoubt doubt -> {
        observer.inDoubt(carrierOf(entry, ordinal));
        step(entry, new MessageEvent.AttemptInDoubt(ordinal, submits, doubt.link(), doubt.cause()));
      }
      case SmsAnswer.NotSent notSent ->
          step(entry, new MessageEvent.AttemptNotSent(ordinal, submits, notSent.cause()));
    }
  }

  private static String carrierOf(Entry entry, int ordinal) {
    return entry.current().attempts().get(ordinal - 1).choice().carrier();
  }

  /** The ids are known now: receipts that came before them have waited in the inbox. */
  private void claimHeldReceipts(Entry entry, int ordinal) {
    Attempt attempt = entry.current().attempts().get(ordinal - 1);
    book.indexParts(entry, attempt);
    if (held.size() == 0) {
      return;
    }
    String carrier = attempt.choice().carrier();
    List<String> ids = attempt.carrierIds();
    for (int part = 0; part < ids.size(); part++) {
      HeldReceipt receipt = held.find(carrier, ids.get(part));
      if (receipt != null) {
        held.remove(receipt);
        round.heldTaken.add(receipt);
        report(entry, ordinal, part, receipt.carrier(), receipt.reading());
      }
    }
  }

  void receiptCame(ReceiptCame receipt) {
    round.acks.add(receipt.ack());
    for (String id : receipt.candidateIds()) {
      MessageBook.Part part = book.findPart(receipt.carrier(), id);
      if (part != null) {
        report(part.entry(), part.ordinal(), part.part(), receipt.carrier(), receipt.reading());
        return;
      }
    }
    if (receipt.reading().kind() == ReceiptReading.Kind.INTERMEDIATE) {
      return;
    }
    HeldReceipt waiting =
        new HeldReceipt(
            ++keptSequence,
            receipt.carrier(),
            receipt.candidateIds(),
            receipt.reading(),
            receipt.receivedAtMillis(),
            now + settings.heldMillis());
    held.add(waiting);
    round.heldAdded.add(waiting);
    observer.receiptHeld(receipt.carrier());
  }

  private void report(Entry entry, int ordinal, int part, String carrier, ReceiptReading reading) {
    Attempt attempt = entry.current().attempts().get(ordinal - 1);
    observer.receiptMatched(carrier, reading.kind(), now - attempt.answeredAtMillis());
    if (reading.kind() != ReceiptReading.Kind.INTERMEDIATE) {
      step(entry, new MessageEvent.ReportArrived(ordinal, part, reading.refusal()));
    }
  }

  private void dropHeld(HeldReceipt receipt) {
    round.heldTaken.add(receipt);
    observer.receiptUnmatched(receipt.carrier());
  }

  void carrierChanged(CarrierCondition condition) {
    CarrierCondition before = conditions.put(condition.carrier(), condition);
    if (condition.usable() && (before == null || !before.usable())) {
      waitingRoom.callAll();
    }
  }

  void takeRestarted() {
    for (int i = 0; i < MAX_RESTARTED_PER_ROUND && !restarted.isEmpty(); i++) {
      Entry entry = restarted.pollFirst();
      round.restarted.add(entry);
      if (entry.current().state() instanceof MessageState.Attempting(int ordinal)) {
        observer.inDoubt(carrierOf(entry, ordinal));
      }
      step(entry, new MessageEvent.NodeRestarted());
      if (entry.staged() == null && !entry.isScheduled()) {
        wheel.schedule(entry, entry.alarmMillis());
      }
    }
  }

  void takeCalled() {
    for (int i = 0; i < MAX_CALLED_PER_ROUND; i++) {
      Entry entry = waitingRoom.next();
      if (entry == null) {
        return;
      }
      chooseRoute(entry);
    }
  }

  void takeAlarms() {
    wheel.advance(now, timer -> alarm((Entry) timer));
  }

  void expireHeld() {
    held.expire(now, settings.maxHeldReceipts(), this::dropHeld);
  }

  private void alarm(Entry entry) {
    Message message = entry.current();
    if (message.isFinal()) {
      return;
    }
    if (now >= message.spec().expiresAtMillis()) {
      step(entry, new MessageEvent.DeadlinePassed());
    } else if (message.state() instanceof MessageState.AwaitingReceipt awaiting
        && now >= awaiting.receiptDueMillis()) {
      overdue(entry, awaiting.ordinal());
    } else if (Lifecycle.wantsRoute(message, now)) {
      chooseRoute(entry);
    } else if (entry.staged() == null) {
      wheel.schedule(entry, entry.alarmMillis());
    }
  }

  private void overdue(Entry entry, int ordinal) {
    if (!resendBudget.take()) {
      step(entry, new MessageEvent.ResendUnavailable());
      return;
    }
    step(entry, new MessageEvent.ReceiptOverdue());
    if (entry.current().attempts().get(ordinal - 1).verdict() instanceof Verdict.Silent) {
      observer.resentAfterSilence(carrierOf(entry, ordinal));
    }
  }

  private void step(Entry entry, MessageEvent event) {
    Message before = entry.current();
    Lifecycle.Step step = rules.lifecycle().step(before, event, now);
    if (!step.leaves(before)) {
      round.stage(entry, step.message());
      if (!(step.message().state() instanceof MessageState.AwaitingRetry)) {
        waitingRoom.leave(entry);
      }
    }
    for (Command command : step.commands()) {
      round.carry(entry.current().spec(), command, null);
    }
    if (Lifecycle.wantsRoute(entry.current(), now)) {
      chooseRoute(entry);
    }
  }

  private void chooseRoute(Entry entry) {
    Message message = entry.current();
    switch (rules.chooser().choose(message, conditions, chance.routes(), now)) {
      case RouteDecision.Chosen chosen -> {
        waitingRoom.leave(entry);
        entry.retryNotBeforeMillis = 0;
        Lifecycle.Step step =
            rules.lifecycle().step(message, new MessageEvent.RouteChosen(chosen.choice()), now);
        round.stage(entry, step.message());
        for (Command command : step.commands()) {
          round.carry(message.spec(), command, chosen.sender());
        }
      }
      case RouteDecision.Wait wait -> {
        // Waiting is not a change worth a write: the state already says that it is to be tried.
        waitingRoom.enter(entry);
        entry.retryNotBeforeMillis = Math.min(wait.untilMillis(), now + ASK_AGAIN_MILLIS);
        wheel.schedule(entry, entry.alarmMillis());
      }
      case RouteDecision.Exhausted _ -> {
        waitingRoom.leave(entry);
        step(entry, new MessageEvent.RoutesExhausted(NO_ROUTE));
      }
    }
  }

  void publish(Entry entry) {
    Message before = entry.committed();
    entry.publish();
    Message after = entry.current();
    attempting += isAttempting(after) - (before == null ? 0 : isAttempting(before));
    if (before == null) {
      observer.accepted(after);
    }
    if (after.isFinal()) {
      wheel.cancel(entry);
      if (before == null || !before.isFinal()) {
        book.becameFinal(entry);
        observer.becameFinal(after);
      }
    } else {
      wheel.schedule(entry, entry.alarmMillis());
    }
  }

  private static int isAttempting(Message message) {
    return message.state() instanceof MessageState.Attempting ? 1 : 0;
  }

  /** Nothing of this round is durable: every message is again what it was. */
  void undo(long notBeforeMillis) {
    for (Entry entry : round.touched) {
      waitingRoom.leave(entry);
      Message before = entry.committed();
      if (before == null) {
        wheel.cancel(entry);
        book.removeOpening(entry);
        continue;
      }
      book.forgetPartsUnknownTo(before, entry);
      entry.unstage();
      if (!before.isFinal()) {
        wheel.schedule(entry, Math.max(entry.alarmMillis(), notBeforeMillis));
      }
    }
    round.heldAdded.forEach(held::remove);
    round.heldTaken.forEach(held::add);
    restarted.addAll(round.restarted);
  }
}
