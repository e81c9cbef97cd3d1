package io.strowger.sip.trunk;

import io.strowger.sip.call.CallEvidence;
import io.strowger.sip.call.CallOutcome;
import io.strowger.sip.call.CallReport;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import io.strowger.sip.transaction.TransactionInput;
import io.strowger.sip.transaction.TransactionLayer;
import io.strowger.sip.transaction.TransactionOutput;
import io.strowger.sip.transaction.TransactionTimers;
import io.strowger.sip.trunk.SipCarrierStatus.TrunkStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One carrier's trunks and calls. Single-threaded, without clock, sockets or media of its own: the
 * owner hands in the time (epoch milliseconds; one before an earlier one counts as that) and calls
 * {@link #poll} after every other call and at the time poll returned. Listener, network, media and
 * names are called inside poll only.
 */
public final class TrunkEngine {
  private final TrunkNetwork network;
  private final TrunkNames names;
  private final SipCarrierListener listener;
  private final Supplier<String> tokens;
  private final TransactionLayer transactions;
  private final Deque<Runnable> inbox = new ArrayDeque<>();
  private final Deque<TransactionOutput> outputs = new ArrayDeque<>();
  private final Map<Long, Outbox.Waiter> waiters = new HashMap<>();
  private final List<TrunkLine> lines = new ArrayList<>();
  private final List<TrunkLine> retired = new ArrayList<>();
  private final Outbox outbox;
  private final Calls calls;
  private final ReceivedCalls received;
  private SipCarrierSettings settings;
  private boolean drained;
  private boolean stopping;
  private long stopByMillis;
  private long clientKeys;
  private long now = Long.MIN_VALUE;
  private @Nullable SipCarrierStatus told;

  /**
   * An engine without calls.
   *
   * @param tokens gives an unguessable word of letters and digits each time, 16 or more of them
   */
  public TrunkEngine(
      SipCarrierSettings settings,
      TrunkNetwork network,
      TrunkMedia media,
      TrunkNames names,
      SipCarrierListener listener,
      Supplier<String> tokens) {
    this(settings, network, media, names, listener, tokens, TransactionTimers.STANDARD);
  }

  TrunkEngine(
      SipCarrierSettings settings,
      TrunkNetwork network,
      TrunkMedia media,
      TrunkNames names,
      SipCarrierListener listener,
      Supplier<String> tokens,
      TransactionTimers timers) {
    this.settings = settings;
    this.network = network;
    this.names = names;
    this.listener = listener;
    this.tokens = tokens;
    transactions = new TransactionLayer(timers, tokens, network::localAddress);
    outbox = new EngineOutbox(this, settings.id(), listener);
    calls = new Calls(settings.id(), this, media, listener);
    received =
        new ReceivedCalls(
            this, media, (trunk, to, keys) -> listener.keyed(settings.id(), trunk, to, keys));
  }

  /** Makes a call; it gets exactly one end. Where no trunk has room that end comes at once. */
  public void place(CallOrder order) {
    inbox.addLast(() -> {
      if (drained || stopping) {
        refuse(order, Disposition.RETRY_OTHER_TRUNK, "the carrier takes no calls");
      } else {
        calls.place(order);
      }
    });
  }

  void refuse(CallOrder order, Disposition disposition, String why) {
    CallEvidence nothing =
        new CallEvidence(false, false, false, false, "", -1, 0, 0, 0, 0, false, false, false);
    listener.ended(
        settings.id(),
        new CallReport(order.reference(), null, CallOutcome.of(disposition, why), nothing),
        null);
  }

  /** Ends a call, whatever its state; one that is over already is left alone. */
  public void hangUp(String reference, String why) {
    inbox.addLast(() -> calls.hangUp(reference, why));
  }

  /** Takes no more calls; those under way go on. */
  public void drain() {
    inbox.addLast(() -> drained = true);
  }

  /** Ends {@link #drain}. */
  public void resume() {
    inbox.addLast(() -> drained = false);
  }

  /** Puts new settings in force; calls under way go on as they began. */
  public void reconfigure(SipCarrierSettings next) {
    inbox.addLast(() -> apply(next));
  }

  /** Hangs every call up, takes registrations back. */
  public void stop() {
    inbox.addLast(() -> {
      if (!stopping) {
        stopping = true;
        stopByMillis = now + 3_000;
        calls.hangUpAll("the gateway is stopping");
        received.hangUpAll();
        lines.forEach(line -> line.retire(now));
        retired.addAll(lines);
        lines.clear();
      }
    });
  }

  /** True when {@link #stop} is complete: every call has had its end. */
  public boolean stopped() {
    return stopping
        && inbox.isEmpty()
        && calls.live() == 0
        && ((calls.quiet() && received.open() == 0) || now >= stopByMillis);
  }

  /** A message came, or something that was none. */
  public void received(SipReading reading, Flow flow) {
    inbox.addLast(() -> {
      switch (reading) {
        case SipReading.Message(SipMessage message) ->
            step(new TransactionInput.Received(message, flow));
        case SipReading.Invalid invalid -> listener.fault(settings.id(), invalid.why());
        case SipReading.KeepAlive _ -> {}
      }
    });
  }

  /** A message could not be sent. */
  public void sendFailed(SipMessage message, String cause) {
    inbox.addLast(() -> step(new TransactionInput.SendFailed(message, cause)));
  }

  /** A connection ended. */
  public void closed(Flow flow, String cause) {
    inbox.addLast(() -> step(new TransactionInput.FlowClosed(flow, cause)));
  }

  /** Something that a port says between polls. */
  void later(Runnable task) {
    inbox.addLast(task);
  }

  /**
   * Does everything that is due.
   *
   * @return when to poll again at the latest, epoch milliseconds; Long.MAX_VALUE for never
   */
  public long poll(long nowMillis) {
    now = Math.max(now, nowMillis);
    if (told == null && lines.isEmpty() && !stopping) {
      apply(settings);
    }
    work();
    if (transactions.nextAlarmMillis() <= now) {
      step(new TransactionInput.Tick());
    }
    calls.wake();
    received.wake();
    lines.forEach(line -> line.run(now));
    work();
    retired.removeIf(TrunkLine::finished);
    tellChange();
    long at = Math.min(transactions.nextAlarmMillis(), calls.nextAlarmMillis());
    at = Math.min(at, received.nextAlarmMillis());
    for (TrunkLine line : lines) {
      at = Math.min(at, line.nextAlarmMillis());
    }
    at = stopping ? Math.min(at, Math.max(now + 1, stopByMillis)) : at;
    return inbox.isEmpty() ? at : now;
  }

  private void work() {
    while (true) {
      TransactionOutput output = outputs.pollFirst();
      if (output != null) {
        carryOut(output);
        continue;
      }
      Runnable task = inbox.pollFirst();
      if (task == null) {
        return;
      }
      task.run();
    }
  }

  private void apply(SipCarrierSettings next) {
    if (stopping) {
      return;
    }
    settings = next;
    List<TrunkLine> before = new ArrayList<>(lines);
    lines.clear();
    for (TrunkSettings trunk : next.trunks()) {
      TrunkLine kept = null;
      for (TrunkLine line : before) {
        if (line.id().equals(trunk.id()) && line.configure(trunk)) {
          kept = line;
        }
      }
      before.remove(kept);
      lines.add(kept == null ? new TrunkLine(trunk, names, outbox, now) : kept);
    }
    before.forEach(line -> line.retire(now));
    retired.addAll(before);
  }

  long now() {
    return now;
  }

  /** Whether our own transactions leave room for one more call. */
  boolean hasRoom() {
    return transactions.hasRoomForCalls();
  }

  Set<String> ownNumbers() {
    return settings.ownNumbers();
  }

  boolean isStopping() {
    return stopping;
  }

  String token() {
    return tokens.get();
  }

  String local(Target target) {
    return network.localAddress(target);
  }

  List<TrunkLine> lines() {
    return lines;
  }

  void step(TransactionInput input) {
    transactions.step(input, now, outputs::addLast);
  }

  /**
   * @return the number under which its answers come
   */
  long send(SipRequest request, Target target, Outbox.Waiter waiter) {
    long key = ++clientKeys;
    waiters.put(key, waiter);
    step(new TransactionInput.Send(key, request, target));
    return key;
  }

  void forget(Iterable<Long> keys) {
    keys.forEach(waiters::remove);
  }

  private void carryOut(TransactionOutput output) {
    switch (output) {
      case TransactionOutput.TransmitTo(SipRequest request, Target target) ->
          network.send(request, target);
      case TransactionOutput.TransmitOver(SipResponse response, Flow flow) ->
          network.send(response, flow);
      case TransactionOutput.Request(long key, SipRequest request, Flow flow) ->
          requested(key, request, flow);
      case TransactionOutput.Ack(long key, SipRequest ack, Flow _) -> {
        calls.acknowledged(key, ack);
        received.acknowledged(key, ack);
      }
      case TransactionOutput.AckMissing(long key) -> {
        calls.ackMissing(key);
        received.ackMissing(key);
      }
      // A re-INVITE is answered at once: its CANCEL always comes too late.
      case TransactionOutput.Cancelled(long key) -> received.cancelled(key);
      case TransactionOutput.Response(long key, SipResponse response) -> {
        Outbox.Waiter waiter = waiters.get(key);
        if (waiter != null) {
          // Only an INVITE's 2xx may come again, or from another fork.
          if (response.status() >= 300
              || (response.status() >= 200 && !response.cseqMethod().equals("INVITE"))) {
            waiters.remove(key);
          }
          waiter.answered(response, now);
        }
      }
      case TransactionOutput.TimedOut(long key) ->
          over(key, waiter -> waiter.lost("no answer in time", now));
      case TransactionOutput.Failed(long key, String cause) ->
          over(key, waiter -> waiter.lost(cause, now));
      case TransactionOutput.Overloaded(long key) -> over(key, waiter -> waiter.overloaded(now));
      case TransactionOutput.Interrupted(long key, String cause) -> {
        Outbox.Waiter waiter = waiters.get(key);
        if (waiter != null) {
          waiter.interrupted(cause, now);
        }
      }
    }
  }

  private void over(long key, Consumer<Outbox.Waiter> told) {
    Outbox.Waiter waiter = waiters.remove(key);
    if (waiter != null) {
      told.accept(waiter);
    }
  }

  private void requested(long key, SipRequest request, Flow flow) {
    if (calls.requested(key, request) || received.requested(key, request, flow)) {
      return;
    }
    step(new TransactionInput.Answer(key, Stranger.answer(request, token())));
  }

  /** What of calls and requests is not forgotten yet; 0 within 96 s of the last of them. */
  public int leftovers() {
    return calls.leftovers()
        + received.open()
        + waiters.size()
        + transactions.clientTransactions()
        + transactions.serverTransactions();
  }

  /** A snapshot for operators and for the choice of routes; as of the last poll. */
  public SipCarrierStatus status() {
    List<TrunkStatus> trunks = new ArrayList<>();
    boolean usable = false;
    boolean room = false;
    for (TrunkLine line : lines) {
      boolean up = line.up(now);
      usable |= up || line.lastResort(now);
      room |= (up || line.lastResort(now)) && line.gate().open(now);
      trunks.add(line.status(network, now));
    }
    return new SipCarrierStatus(
        settings.id(),
        usable && !drained && !stopping,
        drained,
        usable && !room,
        calls.live(),
        trunks,
        network.ownCertificateEndsMillis());
  }

  /** Told when something to act upon changed: counts alone are not. */
  private void tellChange() {
    SipCarrierStatus current = status();
    SipCarrierStatus before = told;
    if (before == null || current.tellsMoreThan(before)) {
      told = current;
      listener.changed(current);
    }
  }
}
