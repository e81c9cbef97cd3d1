package io.strowger.smpp.link;

import io.strowger.smpp.link.SubmitOutcome.NotSent;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One carrier's links: queue, rate, window, binds and receipts. Single-threaded, without clock or
 * sockets of its own: the owner hands in the time (epoch milliseconds, never running backwards) and
 * calls {@link #poll} after every other call, after transport events, and at the time poll
 * returned. Listener calls happen inside poll only.
 */
@SuppressWarnings("UnusedVariable") // the surface first; what uses them follows
public final class CarrierEngine {
  private final LinkTransport transport;
  private final SmppCarrierListener listener;
  private final RandomGenerator random;
  private CarrierSettings settings;
  private boolean drained;
  private boolean stopped;
  private List<SubmitOutcome> outcomes = new ArrayList<>();

  public CarrierEngine(
      CarrierSettings settings,
      LinkTransport transport,
      SmppCarrierListener listener,
      RandomGenerator random) {
    this.settings = settings;
    this.transport = transport;
    this.listener = listener;
    this.random = random;
  }

  /** Queues submissions; each gets exactly one outcome. */
  public void submit(List<Submission> batch, long nowMillis) {
    for (Submission submission : batch) {
      outcomes.add(new NotSent(submission, NotSent.Reason.NO_LINK));
    }
  }

  /** Takes submissions back: see {@link Withdrawal}. */
  public void withdraw(List<Withdrawal> batch, long nowMillis) {}

  /** These receipts are durable: their deliver_sm_resp may leave. */
  public void acknowledge(List<InboundReceipt> batch, long nowMillis) {}

  /** Takes no more submissions; the queued are answered CARRIER_STOPPED, the links stay bound. */
  public void drain(long nowMillis) {
    drained = true;
  }

  /** Ends {@link #drain}. */
  public void resume(long nowMillis) {
    drained = false;
  }

  /** Puts new settings in force; links whose binding did not change stay bound. */
  public void reconfigure(CarrierSettings next, long nowMillis) {
    settings = next;
  }

  /** Answers the queued, waits for answers of the written, unbinds all links; within a limit. */
  public void stop(long nowMillis) {
    stopped = true;
  }

  /** True when {@link #stop} is complete: every link is closed and every outcome was given. */
  public boolean stopped() {
    return stopped;
  }

  /** A snapshot for operators and for the choice of routes. */
  public CarrierStatus status(long nowMillis) {
    return new CarrierStatus(
        settings.id(), false, drained, 0, 0, 0, settings.flow().messagesPerSecond(), List.of());
  }

  /**
   * Does everything that is due, then calls the listener.
   *
   * @return when to poll again at the latest, epoch milliseconds; Long.MAX_VALUE for never
   */
  public long poll(long nowMillis) {
    if (!outcomes.isEmpty()) {
      List<SubmitOutcome> batch = outcomes;
      outcomes = new ArrayList<>();
      listener.outcomes(settings.id(), batch);
    }
    return Long.MAX_VALUE;
  }
}
