package io.strowger.smpp.link;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.link.SubmitOutcome.NotSent.Reason;
import io.strowger.smpp.session.LinkEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One carrier's links: queue, rate, window, binds and receipts. Single-threaded, without clock or
 * sockets of its own: the owner hands in the time (epoch milliseconds; one before an earlier one
 * counts as that) and calls {@link #poll} after every other call, after transport events, and at
 * the time poll returned. Listener calls happen inside poll only.
 */
public final class CarrierEngine {
  /** A transport that answers inside our calls could keep one poll busy for ever. */
  private static final int ROUNDS_MAX = 16;

  private final LinkTransport transport;
  private final SmppCarrierListener listener;
  private final RandomGenerator random;
  private final Reports reports = new Reports();
  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final List<LinkBind> binds = new ArrayList<>();
  private final StatusWatch watch = new StatusWatch();
  private final BindOwner bindOwner = new BindOwner();
  private final SubmitFlow flow;
  private final ReceiptIntake intake;
  private CarrierSettings settings;
  private List<BindPlan> unopened;
  private boolean drained;
  private boolean stopping;
  private boolean wasUsable;
  private long epochs;
  private long latestMillis = Long.MIN_VALUE;

  /** An event of a connection that waits for the next poll. */
  private record Arrival(LinkBind bind, long epoch, LinkEvent event) {}

  public CarrierEngine(
      CarrierSettings settings,
      LinkTransport transport,
      SmppCarrierListener listener,
      RandomGenerator random) {
    this.settings = settings;
    this.transport = transport;
    this.listener = listener;
    this.random = random;
    this.flow = new SubmitFlow(settings, reports, listener, random.nextInt());
    this.intake = new ReceiptIntake(settings, reports, listener);
    this.unopened = BindPlan.of(settings);
  }

  /** Queues submissions; each gets exactly one outcome. */
  public void submit(List<Submission> batch, long nowMillis) {
    long now = notBefore(nowMillis);
    for (Submission submission : batch) {
      if (drained || stopping) {
        flow.refuse(submission, Reason.CARRIER_STOPPED);
      } else if (!canTransmit()) {
        flow.refuse(submission, Reason.NO_LINK);
      } else {
        flow.accept(submission, now);
      }
    }
  }

  /** Takes submissions back: see {@link Withdrawal}. */
  public void withdraw(List<Withdrawal> batch, long nowMillis) {
    var _ = notBefore(nowMillis);
    batch.forEach(flow::withdraw);
  }

  /** These receipts are durable: their deliver_sm_resp may leave. */
  public void acknowledge(List<InboundReceipt> batch, long nowMillis) {
    long now = notBefore(nowMillis);
    for (InboundReceipt receipt : batch) {
      for (LinkBind bind : binds) {
        if (bind.epoch() == receipt.linkEpoch()) {
          bind.apply(new LinkEvent.Acknowledge(receipt.sequenceNumber(), 0), now);
        }
      }
    }
  }

  /** Takes no more submissions; the queued are answered CARRIER_STOPPED, the links stay bound. */
  public void drain(long nowMillis) {
    var _ = notBefore(nowMillis);
    drained = true;
    flow.abandonQueue(Reason.CARRIER_STOPPED);
    watch.changed();
  }

  /** Ends {@link #drain}. */
  public void resume(long nowMillis) {
    var _ = notBefore(nowMillis);
    drained = false;
    watch.changed();
  }

  /** Puts new settings in force; links whose binding did not change stay bound. */
  public void reconfigure(CarrierSettings next, long nowMillis) {
    long now = notBefore(nowMillis);
    if (stopping) {
      return;
    }
    settings = next;
    flow.configure(next);
    intake.configure(next);
    unopened = new ArrayList<>(BindPlan.of(next));
    for (LinkBind bind : List.copyOf(binds)) {
      BindPlan plan = bind.takePlan(unopened);
      if (plan == null) {
        bind.retire(now);
      } else {
        bind.configure(plan, now);
      }
    }
    watch.changed();
  }

  /** Answers the queued, waits for answers of the written, unbinds all links; within a limit. */
  public void stop(long nowMillis) {
    long now = notBefore(nowMillis);
    stopping = true;
    unopened = List.of();
    flow.abandonQueue(Reason.CARRIER_STOPPED);
    for (LinkBind bind : binds) {
      flow.abandonBegun(bind, "stopped between its parts");
      bind.retire(now);
    }
    watch.changed();
  }

  /** True when {@link #stop} is complete: every link is closed and every outcome was given. */
  public boolean stopped() {
    return stopping && binds.isEmpty() && flow.open() == 0 && reports.isEmpty();
  }

  /** A snapshot for operators and for the choice of routes. */
  public CarrierStatus status(long nowMillis) {
    long now = notBefore(nowMillis);
    double rate = flow.ratePerSecond(now);
    return new CarrierStatus(
        settings.id(),
        isUsable(),
        drained,
        flow.queued(),
        flow.estimatedWaitMillis(binds, now),
        rate == RateLimiter.UNLIMITED ? 0 : rate,
        settings.flow().messagesPerSecond(),
        binds.stream().map(LinkBind::status).toList());
  }

  /**
   * Does everything that is due, then calls the listener.
   *
   * @return when to poll again at the latest, epoch milliseconds; Long.MAX_VALUE for never
   */
  public long poll(long nowMillis) {
    long now = notBefore(nowMillis);
    open(now);
    int rounds = 0;
    do {
      takeArrivals(now);
      runBinds(now);
      if (canTransmit()) {
        flow.pump(binds, now);
      } else {
        flow.abandonQueue(Reason.NO_LINK);
      }
      for (LinkBind bind : binds) {
        bind.flush();
      }
      rounds++;
    } while (!arrivals.isEmpty() && rounds < ROUNDS_MAX);
    tellStatus(now);
    reports.deliver(settings.id(), listener);
    return arrivals.isEmpty() ? Math.max(now, nextAlarmMillis(now)) : now;
  }

  private long notBefore(long nowMillis) {
    latestMillis = Math.max(latestMillis, nowMillis);
    return latestMillis;
  }

  private void open(long now) {
    for (BindPlan plan : unopened) {
      binds.add(new LinkBind(plan, transport, bindOwner, random, now));
    }
    unopened = List.of();
  }

  private void takeArrivals(long now) {
    Arrival arrival = arrivals.pollFirst();
    while (arrival != null) {
      if (arrival.epoch() == arrival.bind().epoch()) {
        arrival.bind().apply(arrival.event(), now);
      }
      arrival = arrivals.pollFirst();
    }
  }

  private void runBinds(long now) {
    for (LinkBind bind : binds) {
      bind.run(now);
    }
    binds.removeIf(LinkBind::isStopped);
    rebindNext(now);
  }

  /** One at a time: the next only when the one before is bound again. */
  private void rebindNext(long now) {
    LinkBind next = null;
    for (LinkBind bind : binds) {
      if (bind.isRebinding()) {
        return;
      }
      if (next == null && bind.isOutdated()) {
        next = bind;
      }
    }
    if (next != null) {
      next.rebind(now);
    }
  }

  private boolean canTransmit() {
    for (LinkBind bind : binds) {
      if (bind.canTransmit()) {
        return true;
      }
    }
    return false;
  }

  private boolean isUsable() {
    return !drained && !stopping && canTransmit();
  }

  private void tellStatus(long now) {
    boolean usable = isUsable();
    if (usable != wasUsable) {
      wasUsable = usable;
      watch.changed();
    }
    if (watch.tell(
        flow.queued(), flow.estimatedWaitMillis(binds, now), flow.ratePerSecond(now), now)) {
      listener.statusChanged(status(now));
    }
  }

  private long nextAlarmMillis(long now) {
    long at =
        Math.min(
            flow.nextAlarmMillis(binds, now),
            watch.alarmMillis(
                flow.queued(), flow.estimatedWaitMillis(binds, now), flow.ratePerSecond(now)));
    for (LinkBind bind : binds) {
      at = Math.min(at, bind.nextAlarmMillis());
    }
    return at;
  }

  private final class BindOwner implements LinkBind.Owner {
    @Override
    public void happened(LinkBind bind, long epoch, LinkEvent event) {
      arrivals.addLast(new Arrival(bind, epoch, event));
    }

    @Override
    public long nextEpoch() {
      return ++epochs;
    }

    @Override
    public void opened(LinkBind bind) {
      watch.changed();
      listener.linkUp(settings.id(), bind.linkId(), bind.address());
    }

    @Override
    public void answered(
        LinkBind bind, Object handle, Pdu.Response response, long sentAt, long now) {
      if (handle instanceof Pending.Part part) {
        flow.answered(bind, part, response, sentAt, now);
      }
      if (SubmitFlow.saysNotBound(response)) {
        bind.giveUp("the carrier says that the link is not bound", now);
      }
    }

    @Override
    public void unanswered(LinkBind bind, Object handle, String cause) {
      if (handle instanceof Pending.Part part) {
        flow.unanswered(bind, part, cause);
      }
    }

    @Override
    public void arrived(LinkBind bind, int sequenceNumber, ShortMessage message, long now) {
      if (!intake.take(bind, sequenceNumber, message, now)) {
        bind.apply(new LinkEvent.Acknowledge(sequenceNumber, 0), now);
      }
    }

    @Override
    public void fault(LinkBind bind, String what) {
      listener.protocolFault(settings.id(), bind.linkId(), what);
    }

    @Override
    public void ended(LinkBind bind, String cause) {
      flow.abandonBegun(bind, cause);
      watch.changed();
      listener.linkDown(settings.id(), bind.linkId(), cause);
    }
  }
}
