package io.strowger.smpp.link;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One carrier over real sockets: a {@link CarrierEngine} on one event loop. Every method may be
 * called from any thread and never blocks; the listener is called on the event loop.
 */
public final class SmppCarrier {
  private final CarrierSettings settings;

  private SmppCarrier(CarrierSettings settings) {
    this.settings = settings;
  }

  /** Starts to connect and bind all links. */
  public static SmppCarrier start(
      SmppRuntime runtime, CarrierSettings settings, SmppCarrierListener listener) {
    return new SmppCarrier(settings);
  }

  /** The carrier's name in configuration. */
  public String id() {
    return settings.id();
  }

  /** Queues submissions; each gets exactly one outcome at the listener. */
  public void submit(List<Submission> batch) {}

  /** Takes submissions back: see {@link Withdrawal}. */
  public void withdraw(List<Withdrawal> batch) {}

  /** These receipts are durable: their deliver_sm_resp may leave. */
  public void acknowledge(List<InboundReceipt> batch) {}

  /** Takes no more submissions; the queued are answered CARRIER_STOPPED, the links stay bound. */
  public void drain() {}

  /** Ends {@link #drain}. */
  public void resume() {}

  /** Puts new settings in force; links whose binding did not change stay bound. */
  public void reconfigure(CarrierSettings next) {}

  /** The last snapshot, at most 100 ms old. */
  public CarrierStatus status() {
    return new CarrierStatus(
        settings.id(), false, false, 0, 0, 0, settings.flow().messagesPerSecond(), List.of());
  }

  /** Unbinds and closes; completes when every link is closed and every outcome was given. */
  public CompletionStage<Void> stop() {
    return CompletableFuture.completedFuture(null);
  }
}
