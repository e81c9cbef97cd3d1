package io.strowger.gateway.delivery;

import io.strowger.gateway.delivery.DispatchEvent.CancelAsked;
import io.strowger.gateway.delivery.DispatchEvent.CarrierChanged;
import io.strowger.gateway.delivery.DispatchEvent.ReceiptCame;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswered;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.delivery.MessageStore.StoreFullException;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageEvent;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.verification.Verifications;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Owns every open message. Outside events are queued; {@link #poll} takes a batch, steps the
 * messages, commits, and only then acts:
 *
 * <pre>
 *   doors, channels ──▶ inbox ──▶ step ──▶ one transaction ──▶ submits, acks, replies, listeners
 *   timer wheel ─────────────────▶ │
 * </pre>
 *
 * <p>{@link #poll} and {@link #recover} belong to one thread; the rest of {@link MessageDesk} and
 * {@link #post} may be called from any. When the store is full the whole round is undone: requests
 * are refused, everything else is tried again.
 */
public final class Dispatcher implements MessageDesk {
  private static final int MAX_EVENTS_PER_ROUND = 2_048;
  private static final int MAX_QUEUED_REQUESTS = 16_384;
  private static final long STORE_FULL_PAUSE_MILLIS = 100;
  private static final int INBOX_CHUNK = 1_024;

  /**
   * What the dispatcher speaks to.
   *
   * @param admission null lets every message in
   * @param calls null lets every message be called
   * @param health null judges no route
   */
  public record Ports(
      MessageStore store,
      SmsChannel sms,
      VoiceChannel voice,
      DeliveryObserver observer,
      @Nullable Admission admission,
      @Nullable CallRounds calls,
      @Nullable HealthWatch health) {
    public Ports(
        MessageStore store,
        SmsChannel sms,
        DeliveryObserver observer,
        @Nullable Admission admission) {
      this(store, sms, VoiceChannel.NONE, observer, admission, null, null);
    }

    public Ports(MessageStore store, SmsChannel sms, DeliveryObserver observer) {
      this(store, sms, observer, null);
    }
  }

  /**
   * @param routes draws shares
   * @param ids makes ids unguessable
   * @param nanos monotonic, for measuring commits
   */
  public record Chance(RandomGenerator routes, RandomGenerator ids, LongSupplier nanos) {}

  private final Ports ports;
  private final DispatchSettings settings;
  private final Chance chance;
  private final MpscUnboundedArrayQueue<DispatchEvent> inbox =
      new MpscUnboundedArrayQueue<>(INBOX_CHUNK);
  private final ArrayDeque<DispatchEvent> redo = new ArrayDeque<>();
  private final AtomicInteger queuedRequests = new AtomicInteger();
  private final Round round = new Round();
  private final Effects effects;
  private final List<Door> doors = new CopyOnWriteArrayList<>();
  private final List<StatusListener> listeners = new CopyOnWriteArrayList<>();
  private final Transitions transitions;
  private volatile Transitions.Rules rules;
  private volatile int openMessages;
  private volatile int attempting;
  private volatile long oldestOpenMillis;
  private volatile @Nullable Runnable wake;
  private RoundPart codes = RoundPart.NONE;
  private long redoNotBefore;
  private long now;

  public Dispatcher(
      Ports ports,
      DispatchSettings settings,
      Lifecycle lifecycle,
      RouteChooser chooser,
      Chance chance,
      long nowMillis) {
    this.ports = ports;
    this.settings = settings;
    this.chance = chance;
    this.rules = new Transitions.Rules(lifecycle, chooser);
    this.transitions = new Transitions(round, settings, ports, rules, chance, nowMillis);
    this.effects = new Effects(ports, doors, listeners);
  }

  /** Replies are flushed through it from now on. Any thread, before its first request. */
  public void addDoor(Door door) {
    doors.add(door);
  }

  /** It hears of every change committed from now on. Any thread. */
  public void addListener(StatusListener listener) {
    listeners.add(listener);
  }

  /** Asked of every change from now on. Before the first poll. */
  public void addNoticeRule(NoticeRule rule) {
    transitions.kept.outbox.add(rule);
  }

  /** Tells what is owed from the next round on, and what was owed before. Any thread. */
  public void addNoticeChannel(NoticeChannel channel) {
    post(new DispatchEvent.NoticesOpened(channel));
  }

  /** Everything of a kind that is kept; any thread, weakly consistent. */
  public List<KeptData> kept(String kind) {
    return transitions.kept.kept(kind);
  }

  /** Codes of the gateway's own making. Before {@link #recover}. */
  public VerificationDesk openVerifications(
      Verifications verifications, VerificationObserver observer) {
    VerificationRounds opened =
        new VerificationRounds(verifications, observer, transitions, round, chance, this::request);
    codes = opened;
    return opened;
  }

  /** Called when something was posted; it wakes the thread that polls. */
  public void onPosted(Runnable wake) {
    this.wake = wake;
  }

  /** Other routes or another policy, from the next round on. Any thread. */
  public void reconfigure(Lifecycle lifecycle, RouteChooser chooser) {
    this.rules = new Transitions.Rules(lifecycle, chooser);
  }

  /**
   * Takes over what stood in the store. Open messages are looked at in the first {@link #poll}:
   * what was on its way is in doubt, what is past its deadline ends.
   *
   * @return how many messages are open
   */
  public int recover(long nowMillis) {
    now = nowMillis;
    transitions.begin(now, rules);
    MessageStore.Recovered recovered = ports.store().recover();
    transitions.recover(recovered);
    codes.recover();
    Admission admission = ports.admission();
    if (admission != null) {
      List<Message> inMemory = new ArrayList<>(recovered.recent());
      inMemory.addAll(recovered.open());
      admission.recover(transitions.kept, inMemory, ports.store(), now);
    }
    openMessages = transitions.book.openCount();
    return openMessages;
  }

  @Override
  public boolean submit(MessageDraft draft, Ticket ticket) {
    return request(new DispatchEvent.Submitted(draft, ticket));
  }

  @Override
  public boolean cancel(String account, MessageId id, Ticket ticket) {
    return request(new CancelAsked(account, id, ticket));
  }

  @Override
  public boolean feedback(String account, MessageId id, boolean verified, Ticket ticket) {
    return request(new DispatchEvent.FeedbackGiven(account, id, verified, ticket));
  }

  @Override
  public boolean replace(
      String account, MessageId id, Secret text, long expiresAtMillis, Ticket ticket) {
    return request(new DispatchEvent.ReplaceAsked(account, id, text, expiresAtMillis, ticket));
  }

  @Override
  public boolean keep(KeptDraft draft, Ticket ticket) {
    return request(new DispatchEvent.KeepAsked(draft, ticket));
  }

  @Override
  public void drop(List<Long> sequences) {
    post(new DispatchEvent.DropAsked(sequences));
  }

  @Override
  public boolean replay(String channel, List<Message> messages, Ticket ticket) {
    return request(new DispatchEvent.ReplayAsked(channel, messages, ticket));
  }

  private boolean request(DispatchEvent event) {
    if (queuedRequests.incrementAndGet() > MAX_QUEUED_REQUESTS) {
      queuedRequests.decrementAndGet();
      ports.observer().admissionRefused();
      return false;
    }
    post(event);
    return true;
  }

  /**
   * News from a channel. The queue takes them without a limit of its own: windows and
   * unacknowledged receipts bound them at their source.
   */
  public void post(DispatchEvent event) {
    inbox.offer(event);
    Runnable waker = wake;
    if (waker != null) {
      waker.run();
    }
  }

  @Override
  public @Nullable Message findRecent(MessageId id) {
    Entry entry = transitions.book.find(id);
    return entry == null ? null : entry.committed();
  }

  @Override
  public @Nullable Message find(MessageId id) {
    Message recent = findRecent(id);
    return recent != null ? recent : ports.store().find(id);
  }

  @Override
  public List<Message> search(MessageQuery query) {
    return MessageSearch.search(transitions.book.all(), ports.store(), query);
  }

  @Override
  public AffectedReport affected(AffectedQuery query) {
    return MessageSearch.affected(transitions.book.all(), ports.store(), query);
  }

  public int openMessages() {
    return openMessages;
  }

  /** Acceptance time of the message that has been open longest, epoch milliseconds; 0 for none. */
  public long oldestOpenMillis() {
    return oldestOpenMillis;
  }

  /** Messages whose attempt is with its channel and not answered yet, as of the last round. */
  public int attempting() {
    return attempting;
  }

  public boolean hasWork() {
    return !inbox.isEmpty() || transitions.hasWork();
  }

  /**
   * @return how many events were taken, 0 when there was nothing to do
   * @throws StoreFailedException nothing may be acknowledged any more: the node must stop
   */
  public int poll(long nowMillis) throws StoreFailedException {
    now = Math.max(now, nowMillis);
    if (now < redoNotBefore) {
      return 0;
    }
    transitions.begin(now, rules);
    takeEvents();
    transitions.takeRestarted();
    transitions.takeCalled();
    transitions.takeAlarms();
    transitions.receipts.expire();
    if (!commit()) {
      return 0;
    }
    codes.committed();
    int taken = round.events.size();
    effects.carryOut(round, now);
    transitions.kept.outbox.tell(round.notices);
    round.clear();
    transitions.book.forgetRecent(now - settings.recentMillis(), settings.maxRecent());
    openMessages = transitions.book.openCount();
    attempting = transitions.attempting();
    Message oldest = transitions.book.oldestOpen();
    oldestOpenMillis = oldest == null ? 0 : oldest.spec().acceptedAtMillis();
    return taken;
  }

  private void takeEvents() {
    while (round.events.size() < MAX_EVENTS_PER_ROUND) {
      DispatchEvent event = redo.isEmpty() ? inbox.poll() : redo.pollFirst();
      if (event == null) {
        return;
      }
      round.events.add(event);
      take(event);
    }
  }

  private void take(DispatchEvent event) {
    if (event.isRequest()) {
      queuedRequests.decrementAndGet();
    }
    switch (event) {
      case DispatchEvent.Submitted submitted ->
          transitions.admit(submitted.draft(), submitted.ticket());
      case CancelAsked asked ->
          transitions.change(
              asked.account(), asked.id(), asked.ticket(), new MessageEvent.CancelAsked());
      case DispatchEvent.FeedbackGiven given -> transitions.feedback(given);
      case DispatchEvent.ReplaceAsked asked -> transitions.replace(asked);
      case DispatchEvent.KeepAsked asked -> transitions.kept.keep(asked.draft(), asked.ticket());
      case DispatchEvent.ReplayAsked asked -> transitions.kept.replay(asked, now);
      case DispatchEvent.VerificationAsked asked -> asked.rounds().take(asked, now);
      case DispatchEvent.DropAsked asked -> round.dropped.addAll(asked.sequences());
      case DispatchEvent.NoticesOpened opened -> transitions.kept.outbox.open(opened.channel());
      case DispatchEvent.NoticeSettled settled -> transitions.kept.settled(settled.notice());
      case SmsAnswered answered -> transitions.receipts.answered(answered.ref(), answered.answer());
      case DispatchEvent.CallProgress progress -> CallRounds.progress(transitions, progress);
      case DispatchEvent.CallEnded ended -> CallRounds.ended(transitions, ended);
      case ReceiptCame receipt -> transitions.receipts.came(receipt);
      case DispatchEvent.Answered answered -> round.reply(answered.ticket(), answered.reply());
      case DispatchEvent.VerificationAnswered answered -> codes.tell(answered);
      case CarrierChanged changed -> transitions.carrierChanged(changed.condition());
      case DispatchEvent.CanaryNews news -> transitions.receipts.canary(news);
    }
  }

  /**
   * @return false when the store was full and the round was undone
   */
  private boolean commit() throws StoreFailedException {
    Admission admission = ports.admission();
    if (admission != null) {
      admission.remember(transitions.kept, round, now);
    }
    transitions.beforeCommit();
    codes.beforeCommit(now);
    List<StoreChange> changes = round.changes();
    if (changes.isEmpty()) {
      return true;
    }
    long begun = chance.nanos().getAsLong();
    try {
      ports.store().commit(changes);
    } catch (StoreFullException e) {
      undo();
      return false;
    }
    long nanos = chance.nanos().getAsLong() - begun;
    ports.observer().committed(round.events.size(), changes.size(), nanos);
    for (Entry entry : round.touched) {
      Message before = entry.committed();
      transitions.publish(entry);
      effects.published(before, entry.current());
    }
    transitions.committed();
    if (admission != null) {
      admission.roundEnds();
    }
    return true;
  }

  /** The round is as if it had not been; its requests hear so, its news are taken again. */
  private void undo() {
    ports.observer().storeFull();
    redoNotBefore = now + STORE_FULL_PAUSE_MILLIS;
    transitions.undo(redoNotBefore);
    codes.undo();
    effects.refuse(round);
    for (DispatchEvent event : round.events) {
      if (event.isNews()) {
        redo.addLast(event);
      }
    }
    round.clear();
  }
}
