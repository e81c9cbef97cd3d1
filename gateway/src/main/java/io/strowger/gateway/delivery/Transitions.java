package io.strowger.gateway.delivery;

import io.strowger.gateway.delivery.MessageBook.FirstRequest;
import io.strowger.gateway.guard.GuardRequest;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Command;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageEvent;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.route.CallGate;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.route.RouteDecision;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages and everything that moves them, on behalf of the {@link Dispatcher}'s rounds: each
 * event becomes a step, each step is staged in the round. Nothing here is durable, or acts.
 */
final class Transitions {
  private static final int MAX_RESTARTED_PER_ROUND = 2_048;
  private static final int MAX_CALLED_PER_ROUND = 256;
  private static final long ASK_AGAIN_MILLIS = 5_000;

  /** What decides; replaced as one on a reload. */
  record Rules(Lifecycle lifecycle, RouteChooser chooser) {}

  final MessageBook book = new MessageBook();
  final KeptBook kept;
  final ReceiptDesk receipts;
  final TimerWheel wheel;
  final CallRounds calls;
  private final Round round;
  private final DispatchSettings settings;
  private final DeliveryObserver observer;
  final @Nullable Admission admission;
  private final Dispatcher.Chance chance;
  final HealthWatch health;
  private final Resends resends;
  private final Map<String, CarrierCondition> conditions = new HashMap<>();
  private final WaitingRoom waitingRoom = new WaitingRoom();
  private final ArrayDeque<Entry> restarted = new ArrayDeque<>();
  private Rules rules;
  private int attempting;
  private long lastOrder;
  private long now;

  Transitions(
      Round round,
      DispatchSettings settings,
      Dispatcher.Ports ports,
      Rules rules,
      Dispatcher.Chance chance,
      long nowMillis) {
    this.round = round;
    this.settings = settings;
    this.observer = ports.observer();
    this.admission = ports.admission();
    CallRounds guarded = ports.calls();
    this.calls = guarded == null ? new CallRounds(_ -> null, Map.of()) : guarded;
    this.rules = rules;
    this.chance = chance;
    HealthWatch watched = ports.health();
    this.health = watched == null ? HealthWatch.off(nowMillis) : watched;
    this.resends = new Resends(this, health, settings, observer, conditions);
    this.wheel = new TimerWheel(nowMillis);
    this.kept = new KeptBook(round, settings, observer);
    this.receipts = new ReceiptDesk(this, round, settings, observer);
  }

  /** Every round begins here: what time it is, and by which rules. */
  void begin(long nowMillis, Rules rules) {
    this.now = nowMillis;
    this.rules = rules;
    resends.begin(now);
  }

  /** Of this round, epoch milliseconds. */
  long now() {
    return now;
  }

  int attempting() {
    return attempting;
  }

  boolean hasWork() {
    return waitingRoom.hasCalled() || !restarted.isEmpty();
  }

  void recover(MessageStore.Recovered recovered) {
    lastOrder = recovered.lastOrder();
    recovered.recent().forEach(message -> book.addRecent(Entry.recovered(message)));
    for (Message message : recovered.open()) {
      Entry entry = Entry.recovered(message);
      book.addOpen(entry);
      attempting += isAttempting(message);
      restarted.add(entry);
    }
    for (KeptRecord record : recovered.kept()) {
      kept.recovered(record);
      if (record instanceof HeldReceipt receipt) {
        receipts.recovered(receipt);
      }
    }
    kept.begin(Math.max(lastOrder, MessageId.firstOrderOf(now)));
    health.recover(kept, now);
    calls.recover(recovered, kept, now);
  }

  void admit(MessageDraft draft, Ticket ticket) {
    String key = draft.idempotencyKey();
    FirstRequest first = key == null ? null : book.findFirst(draft.account(), key);
    if (first != null) {
      // The first request may be of this very round, and be undone with it.
      round.replyIfStored(
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
    if (kept.owesTooMuch(draft.account())) {
      observer.admissionRefused();
      round.reply(ticket, new Reply.Refused("the account has not taken what it is owed", 5));
      return;
    }
    Plan plan = admission == null ? draft.plan() : admission.plan(draft);
    GuardRequest guarded = admission == null ? null : admission.request(draft, plan);
    if (admission != null && !admission.passes(guarded, round, ticket, now)) {
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
            plan,
            draft.origin(),
            now,
            now + draft.ttlMillis());
    Entry entry = Entry.opening(new Message(spec, new MessageState.Accepted(), List.of()));
    book.addOpen(entry);
    round.open(entry);
    round.dropped.addAll(draft.settles());
    if (admission != null) {
      admission.admitted(guarded, entry.current(), now);
    }
    resends.messageAccepted();
    chooseRoute(entry);
    round.replyAccepted(ticket, entry);
  }

  void replace(DispatchEvent.ReplaceAsked asked) {
    Entry entry = book.find(asked.id());
    if (entry == null || !entry.current().spec().account().equals(asked.account())) {
      round.reply(asked.ticket(), new Reply.NotFound());
      return;
    }
    Message message = entry.current();
    boolean untouched = !message.isFinal() && message.attempts().isEmpty();
    if (untouched && entry.committed() != null) {
      MessageSpec spec = message.spec().replaced(asked.text(), asked.expiresAtMillis());
      round.stage(entry, new Message(spec, message.state(), message.attempts()));
      round.replaced.add(entry);
    }
    round.replyDone(asked.ticket(), entry, untouched);
  }

  void feedback(DispatchEvent.FeedbackGiven given) {
    Entry entry = book.find(given.id());
    change(
        given.account(),
        given.id(),
        given.ticket(),
        new MessageEvent.FeedbackGiven(given.verified()));
    if (entry == null
        || entry.feedbackCounted
        || !entry.current().spec().account().equals(given.account())) {
      return;
    }
    entry.feedbackCounted = true;
    health.feedback(entry, given.verified(), now);
    if (admission != null) {
      admission.feedback(entry.current(), given.verified(), now);
    }
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

  void carrierChanged(CarrierCondition condition) {
    CarrierCondition before = conditions.put(condition.carrier(), condition);
    health.carrierChanged(condition, now);
    if (condition.usable() && (before == null || !before.usable())) {
      waitingRoom.callAll();
    }
  }

  void takeRestarted() {
    for (int i = 0; i < MAX_RESTARTED_PER_ROUND && !restarted.isEmpty(); i++) {
      Entry entry = restarted.pollFirst();
      round.restarted.add(entry);
      if (entry.current().state() instanceof MessageState.Attempting(int ordinal)) {
        observer.inDoubt(entry.carrierOf(ordinal));
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
    resends.takeRescues(now);
    wheel.advance(now, timer -> alarm((Entry) timer));
  }

  private void alarm(Entry entry) {
    Message message = entry.current();
    if (message.isFinal() || receipts.unproven.sees(entry, now)) {
      return;
    }
    if (now >= message.spec().expiresAtMillis()) {
      step(entry, new MessageEvent.DeadlinePassed());
    } else if (Lifecycle.wantsEscalation(message, now)) {
      step(entry, new MessageEvent.EscalationDue());
    } else if (message.state() instanceof MessageState.AwaitingReceipt awaiting
        && now >= awaiting.receiptDueMillis()) {
      resends.overdue(entry, awaiting.ordinal());
    } else if (Lifecycle.wantsRoute(message, now)) {
      chooseRoute(entry);
    } else if (entry.staged() == null) {
      wheel.schedule(entry, entry.alarmMillis());
    }
  }

  void step(Entry entry, MessageEvent event) {
    Message before = entry.current();
    Lifecycle.Step step = rules.lifecycle().step(before, event, now);
    if (!step.leaves(before)) {
      round.stage(entry, step.message());
      if (!(step.message().state() instanceof MessageState.AwaitingRetry)) {
        waitingRoom.leave(entry);
      }
      receipts.unproven.stepped(step.message());
    }
    for (Command command : step.commands()) {
      if (!health.patience.isWatched(entry.current(), command)) {
        round.carry(entry.current().spec(), command, null);
      }
    }
    if (Lifecycle.wantsRoute(entry.current(), now)) {
      chooseRoute(entry);
    }
  }

  private void chooseRoute(Entry entry) {
    Message message = entry.current();
    CallGate gate = calls.gate(message, now);
    RouteChooser.Around around = new RouteChooser.Around(conditions, health, gate);
    switch (rules.chooser().choose(message, around, chance.routes(), now)) {
      case RouteDecision.Chosen chosen -> {
        waitingRoom.leave(entry);
        entry.retryNotBeforeMillis = 0;
        if (chosen.choice().channel() == Channel.VOICE) {
          calls.staged(message, now);
        }
        Lifecycle.Step step =
            rules.lifecycle().step(message, new MessageEvent.RouteChosen(chosen.choice()), now);
        round.stage(entry, step.message());
        for (Command command : step.commands()) {
          round.carry(message.spec(), command, chosen.sender());
        }
        health.probes(message, chosen, now).forEach(probe -> step(entry, probe));
      }
      case RouteDecision.Wait wait -> {
        // Waiting is not a change worth a write: the state already says that it is to be tried.
        waitingRoom.enter(entry);
        entry.retryNotBeforeMillis = Math.min(wait.untilMillis(), now + ASK_AGAIN_MILLIS);
        wheel.schedule(entry, entry.alarmMillis());
      }
      case RouteDecision.Exhausted exhausted -> {
        waitingRoom.leave(entry);
        step(entry, new MessageEvent.RoutesExhausted(Resends.noRoute(exhausted.why())));
      }
    }
  }

  void publish(Entry entry) {
    Message before = entry.committed();
    entry.publish();
    Message after = entry.current();
    attempting += isAttempting(after) - (before == null ? 0 : isAttempting(before));
    calls.published(before, after, now);
    health.published(entry, before, after, admission, now);
    if (admission != null) {
      admission.published(before, after, now);
    }
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
      wheel.schedule(entry, receipts.unproven.alarmMillis(entry));
    }
  }

  /** What else this round makes durable. */
  void beforeCommit() {
    kept.oweNotices(now);
    health.remember(kept, round, now);
    calls.beforeCommit(kept, round, now);
  }

  /** The round is durable, and every message of it published. */
  void committed() {
    kept.publish();
    calls.committed();
    receipts.unproven.committed();
    health.committed();
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
    receipts.undo();
    calls.undo();
    resends.undo();
    health.undo();
    if (admission != null) {
      admission.undo();
    }
    restarted.addAll(round.restarted);
  }
}
