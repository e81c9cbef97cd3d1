package io.strowger.smpp.link;

import io.netty.channel.EventLoop;
import io.strowger.smpp.receipt.ReceiptState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One carrier over real sockets: a {@link CarrierEngine} on one event loop. Every method may be
 * called from any thread and never blocks; the listener is called on the event loop.
 */
public final class SmppCarrier {
  private static final Logger LOG = LoggerFactory.getLogger(SmppCarrier.class);
  private static final long STATUS_MILLIS = 100;

  private final String id;
  private final EventLoop loop;
  private final LongSupplier clockMillis;
  private final CarrierEngine engine;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile CarrierStatus status;
  private long statusAtMillis;
  private long wakeAtMillis = Long.MAX_VALUE;
  private boolean polling;

  private SmppCarrier(SmppRuntime runtime, CarrierSettings settings, SmppCarrierListener listener) {
    id = settings.id();
    loop = runtime.group().next();
    clockMillis = runtime.clockMillis();
    NettyLinkTransport transport = new NettyLinkTransport(loop, runtime.blocking(), this::poll);
    engine = new CarrierEngine(settings, transport, new Told(listener), runtime.random());
    status = engine.status(clockMillis.getAsLong());
  }

  /** Starts to connect and bind all links. */
  public static SmppCarrier start(
      SmppRuntime runtime, CarrierSettings settings, SmppCarrierListener listener) {
    SmppCarrier carrier = new SmppCarrier(runtime, settings, listener);
    carrier.loop.execute(carrier::poll);
    return carrier;
  }

  /** The carrier's name in configuration. */
  public String id() {
    return id;
  }

  /** Queues submissions; each gets exactly one outcome at the listener. */
  public void submit(List<Submission> batch) {
    post(() -> engine.submit(batch, clockMillis.getAsLong()));
  }

  /** Takes submissions back: see {@link Withdrawal}. */
  public void withdraw(List<Withdrawal> batch) {
    post(() -> engine.withdraw(batch, clockMillis.getAsLong()));
  }

  /** These receipts are durable: their deliver_sm_resp may leave. */
  public void acknowledge(List<InboundReceipt> batch) {
    post(() -> engine.acknowledge(batch, clockMillis.getAsLong()));
  }

  /** Takes no more submissions; the queued are answered CARRIER_STOPPED, the links stay bound. */
  public void drain() {
    post(() -> engine.drain(clockMillis.getAsLong()));
  }

  /** Ends {@link #drain}. */
  public void resume() {
    post(() -> engine.resume(clockMillis.getAsLong()));
  }

  /** Puts new settings in force; links whose binding did not change stay bound. */
  public void reconfigure(CarrierSettings next) {
    post(() -> engine.reconfigure(next, clockMillis.getAsLong()));
  }

  /** The last snapshot: at most 100 ms behind what happened. */
  public CarrierStatus status() {
    return status;
  }

  /** Unbinds and closes; completes when every link is closed and every outcome was given. */
  public CompletionStage<Void> stop() {
    post(() -> engine.stop(clockMillis.getAsLong()));
    return stopped.minimalCompletionStage();
  }

  private void post(Runnable call) {
    loop.execute(() -> {
      call.run();
      poll();
    });
  }

  /** On the event loop. The transport may ask for this in the middle of a poll. */
  private void poll() {
    if (polling || stopped.isDone()) {
      return;
    }
    polling = true;
    long now = clockMillis.getAsLong();
    long next = now + STATUS_MILLIS;
    try {
      next = engine.poll(now);
    } catch (RuntimeException e) {
      // Only a listener can fail here. Its batch is lost to it, but the links go on.
      LOG.error("carrier {}: listener failed", id, e);
    } finally {
      polling = false;
    }
    boolean fresh = now - statusAtMillis >= STATUS_MILLIS;
    if (fresh) {
      statusAtMillis = now;
      status = engine.status(now);
    }
    if (engine.stopped()) {
      status = engine.status(now);
      stopped.complete(null);
    } else if (next <= now) {
      loop.execute(this::poll);
    } else {
      // Nothing may happen for long: the snapshot is to show what did last.
      wakeAt(fresh ? next : Math.min(next, statusAtMillis + STATUS_MILLIS), now);
    }
  }

  /** A timer that turns out too early only polls once more, which is cheaper than cancelling. */
  private void wakeAt(long atMillis, long now) {
    if (atMillis < wakeAtMillis) {
      wakeAtMillis = atMillis;
      var _ = loop.schedule(() -> awake(atMillis), atMillis - now, TimeUnit.MILLISECONDS);
    }
  }

  private void awake(long atMillis) {
    if (wakeAtMillis == atMillis) {
      wakeAtMillis = Long.MAX_VALUE;
    }
    poll();
  }

  /** Keeps the snapshot fresh and logs what operators need, then tells the owner. */
  private final class Told implements SmppCarrierListener {
    private final SmppCarrierListener owner;

    Told(SmppCarrierListener owner) {
      this.owner = owner;
    }

    @Override
    public void outcomes(String carrier, List<SubmitOutcome> batch) {
      owner.outcomes(carrier, batch);
    }

    @Override
    public void receipts(String carrier, List<InboundReceipt> batch) {
      owner.receipts(carrier, batch);
    }

    @Override
    public void text(String carrier, String text) {
      owner.text(carrier, text);
    }

    @Override
    public void statusChanged(CarrierStatus next) {
      status = next;
      owner.statusChanged(next);
    }

    @Override
    public void submitted(String carrier, String link) {
      owner.submitted(carrier, link);
    }

    @Override
    public void answered(String carrier, String link, int commandStatus, long latencyMicros) {
      owner.answered(carrier, link, commandStatus, latencyMicros);
    }

    @Override
    public void inDoubt(String carrier, String link) {
      owner.inDoubt(carrier, link);
    }

    @Override
    public void receipt(String carrier, String link, ReceiptState state) {
      owner.receipt(carrier, link, state);
    }

    @Override
    public void mobileOriginated(String carrier, String link) {
      owner.mobileOriginated(carrier, link);
    }

    @Override
    public void protocolFault(String carrier, String link, String what) {
      LOG.debug("carrier {} link {}: {}", carrier, link, what);
      owner.protocolFault(carrier, link, what);
    }

    @Override
    public void linkUp(String carrier, String link, String address) {
      LOG.info("carrier {} link {}: bound at {}", carrier, link, address);
      owner.linkUp(carrier, link, address);
    }

    @Override
    public void linkDown(String carrier, String link, String cause) {
      LOG.warn("carrier {} link {}: {}", carrier, link, cause);
      owner.linkDown(carrier, link, cause);
    }
  }
}
