package io.strowger.sip.trunk;

import io.netty.channel.EventLoop;
import io.strowger.sip.media.MediaEngine;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.Target;
import io.strowger.sip.transport.PeerCertificate;
import io.strowger.sip.transport.SipTransport;
import io.strowger.sip.transport.SipTransportListener;
import io.strowger.sip.transport.TransportCounters;
import io.strowger.sip.transport.TransportRuntime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One carrier over real sockets: a {@link TrunkEngine} on one event loop. Every method may be
 * called from any thread and never blocks; the listener is called on the event loop.
 */
public final class SipCarrier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SipCarrier.class);
  private static final long STATUS_MILLIS = 100;
  private static final int TOKEN_OCTETS = 10;

  private final String id;
  private final EventLoop loop;
  private final LongSupplier clockMillis;
  private final SecureRandom random;
  private final DnsNames names;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final SipTransport transport;
  private final LocalNames local;
  private final TrunkEngine engine;
  private volatile SipCarrierStatus status;
  private long statusAtMillis;
  private long wakeAtMillis = Long.MAX_VALUE;
  private boolean polling;

  private SipCarrier(
      SipRuntime runtime,
      SipCarrierSettings settings,
      SipEndpoint endpoint,
      MediaEngine media,
      SipCarrierListener listener)
      throws IOException {
    id = settings.id();
    loop = runtime.loop();
    clockMillis = runtime.clockMillis();
    random = runtime.random();
    names = new DnsNames(loop, runtime.blocking(), endpoint.nameServer(), random, this::poll);
    Wire wire = new Wire();
    transport =
        SipTransport.start(
            new TransportRuntime(loop, loop, runtime.blocking(), clockMillis),
            endpoint.transport(),
            wire);
    local =
        new LocalNames(
            endpoint.transport().listeners(), transport.addresses(), endpoint.advertisedHost());
    engine =
        new TrunkEngine(
            settings, wire, new EngineMedia(media, loop, this::poll), names, listener, this::token);
    status = engine.status();
  }

  /**
   * Listens, looks its trunks up, registers; waits for the listeners only. Not for the event loop's
   * thread.
   *
   * @throws IOException when an address cannot be listened on, or a TLS file cannot be used
   */
  public static SipCarrier start(
      SipRuntime runtime,
      SipCarrierSettings settings,
      SipEndpoint endpoint,
      MediaEngine media,
      SipCarrierListener listener)
      throws IOException {
    SipCarrier carrier = new SipCarrier(runtime, settings, endpoint, media, listener);
    carrier.loop.execute(carrier::poll);
    return carrier;
  }

  private String token() {
    byte[] octets = new byte[TOKEN_OCTETS];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  /** The carrier's name in configuration. */
  public String id() {
    return id;
  }

  /** Where we listen, in the order of the endpoint's listeners. */
  public List<InetSocketAddress> addresses() {
    return transport.addresses();
  }

  /** Makes a call; it gets exactly one end. Where no trunk has room that end comes at once. */
  public void place(CallOrder order) {
    post(() -> engine.place(order));
  }

  /** Ends a call, whatever its state; one that is over already is left alone. */
  public void hangUp(String reference, String why) {
    post(() -> engine.hangUp(reference, why));
  }

  /** Takes no more calls; those under way go on. */
  public void drain() {
    post(engine::drain);
  }

  /** Ends {@link #drain}. */
  public void resume() {
    post(engine::resume);
  }

  /** Puts new settings in force; calls under way go on as they began. */
  public void reconfigure(SipCarrierSettings next) {
    post(() -> engine.reconfigure(next));
  }

  /** The last snapshot: at most 100 ms behind what happened. */
  public SipCarrierStatus status() {
    return status;
  }

  /** See {@link TrunkEngine#leftovers}. */
  CompletionStage<Integer> leftovers() {
    CompletableFuture<Integer> counted = new CompletableFuture<>();
    post(() -> counted.complete(engine.leftovers()));
    return counted;
  }

  public TransportCounters counters() {
    return transport.counters();
  }

  /** Hangs every call up, takes registrations back, closes the sockets. */
  public CompletionStage<Void> stop() {
    post(engine::stop);
    return stopped.minimalCompletionStage();
  }

  /** {@link #stop} without waiting for it. */
  @Override
  public void close() {
    post(engine::stop);
  }

  private void post(Runnable call) {
    loop.execute(() -> {
      call.run();
      poll();
    });
  }

  /** On the event loop; a port may ask for it in the middle of a poll. */
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
      // One event is lost to whoever failed on it; the calls go on.
      log.error("carrier {}: a step failed", id, e);
    } finally {
      polling = false;
    }
    boolean fresh = now - statusAtMillis >= STATUS_MILLIS;
    if (fresh) {
      statusAtMillis = now;
      status = engine.status();
    }
    if (engine.stopped()) {
      status = engine.status();
      transport.close();
      names.close();
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

  /** Between the engine and the sockets. */
  private final class Wire implements TrunkNetwork, SipTransportListener {
    @Override
    public void send(SipMessage message, Target target) {
      transport.send(message, target);
    }

    @Override
    public void send(SipMessage message, Flow flow) {
      transport.send(message, flow);
    }

    @Override
    public String localAddress(Target target) {
      return local.towards(target);
    }

    @Override
    public @Nullable PeerCertificate certificate(Target target) {
      return transport.certificate(target);
    }

    @Override
    public @Nullable String firstCertificateRefused(Target target) {
      return transport.firstCertificateRefused(target);
    }

    @Override
    public long ownCertificateEndsMillis() {
      return transport.ownCertificateEndsMillis();
    }

    @Override
    public void received(SipReading reading, Flow flow) {
      TrunkEngine current = engine();
      if (current != null) {
        current.received(reading, flow);
      }
    }

    @Override
    public void sendFailed(SipMessage message, String cause) {
      TrunkEngine current = engine();
      if (current != null) {
        current.sendFailed(message, cause);
      }
    }

    @Override
    public void closed(Flow flow, String cause) {
      TrunkEngine current = engine();
      if (current != null) {
        current.closed(flow, cause);
      }
    }

    @Override
    public void settled() {
      if (engine() != null) {
        poll();
      }
    }

    /** The sockets live before the engine does: what comes so early is not for us. */
    private @Nullable TrunkEngine engine() {
      return engine;
    }
  }
}
