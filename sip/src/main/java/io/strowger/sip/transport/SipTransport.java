package io.strowger.sip.transport;

import io.netty.util.concurrent.ScheduledFuture;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transport.TransportSettings.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * SIP over UDP, TCP and TLS. Every method may be called from any thread and never blocks, except
 * {@link #start}; the owner is told of everything by its own executor, in one order.
 */
public final class SipTransport implements AutoCloseable {
  private static final long TICK_MILLIS = 250;

  private final Io io;
  private final Datagrams datagrams;
  private final Streams streams;
  private final TlsContexts tls;
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private volatile @Nullable ScheduledFuture<?> ticking;

  private SipTransport(
      TransportRuntime runtime,
      TransportSettings settings,
      TlsContexts tls,
      SipTransportListener listener) {
    Inbox inbox =
        new Inbox(runtime.owner(), listener, settings.limits().inboxMax(), this::resumeReading);
    io = new Io(runtime, settings.limits(), inbox);
    datagrams = new Datagrams(io);
    streams = new Streams(io, tls);
    this.tls = tls;
  }

  /**
   * Listens; waits until every listener stands. Not for the event loop's thread.
   *
   * @throws IOException when an address cannot be listened on, or a TLS file cannot be used
   */
  public static SipTransport start(
      TransportRuntime runtime, TransportSettings settings, SipTransportListener listener)
      throws IOException {
    TlsContexts tls =
        TlsContexts.load(settings.tls(), runtime.blocking(), runtime.clockMillis().getAsLong());
    SipTransport transport = new SipTransport(runtime, settings, tls, listener);
    try {
      for (Listener each : settings.listeners()) {
        transport.addresses.add(
            each.transport() == Transport.UDP
                ? transport.datagrams.listen(each.address())
                : transport.streams.listen(each.transport(), each.address()));
      }
    } catch (IOException e) {
      transport.close();
      throw e;
    }
    transport.ticking =
        runtime
            .loop()
            .scheduleWithFixedDelay(
                transport::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return transport;
  }

  /** Where the listeners listen, in their order. */
  public List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  /** Sends it there, over the connection that stands or a new one. */
  public void send(SipMessage message, Target target) {
    onLoop(
        message,
        () -> {
          if (target.transport() == Transport.UDP) {
            datagrams.send(message, null, target.address());
          } else {
            streams.send(message, target);
          }
        });
  }

  /** Sends it the way that another message came. */
  public void send(SipMessage message, Flow flow) {
    onLoop(
        message,
        () -> {
          if (flow.transport() == Transport.UDP) {
            datagrams.send(message, flow.local(), flow.remote());
          } else {
            streams.send(message, flow);
          }
        });
  }

  /** Closes a connection, whoever made it. */
  public void close(Flow flow) {
    post(() -> streams.close(flow));
  }

  /** What this server showed at its last TLS handshake; null without one. */
  public @Nullable PeerCertificate certificate(Target target) {
    return tls.witnessed().last(target);
  }

  /** With what this server refused our first certificate while it accepts the second; else null. */
  public @Nullable String firstCertificateRefused(Target target) {
    return tls.turns().firstRefused(target);
  }

  /** When the certificate that we show ends, epoch milliseconds; 0 without one. */
  public long ownCertificateEndsMillis() {
    return tls.ownEndsMillis();
  }

  /** Whether a message failed because one side did not accept the other's TLS. */
  public static boolean isTlsRefusal(String cause) {
    return cause.contains(Causes.TLS);
  }

  public TransportCounters counters() {
    return new TransportCounters(
        io.received.sum(),
        io.invalid.sum(),
        io.sent.sum(),
        io.sendFailed.sum(),
        io.datagramsDropped.sum(),
        streams.open(),
        io.connectionsRefused.sum());
  }

  /** Closes every socket, what was written before going out first. */
  @Override
  public void close() {
    ScheduledFuture<?> current = ticking;
    if (current != null) {
      var _ = current.cancel(false);
    }
    streams.closeListeners();
    post(() -> {
      streams.close();
      datagrams.close();
    });
  }

  private void onLoop(SipMessage message, Runnable sending) {
    if (io.loop().inEventLoop()) {
      sending.run();
      return;
    }
    try {
      io.loop().execute(sending);
    } catch (RejectedExecutionException e) {
      io.failed(message, "the transport is closed");
    }
  }

  private void post(Runnable task) {
    try {
      io.loop().execute(task);
    } catch (RejectedExecutionException e) {
      // The loop was shut down, and every socket closed with it.
      return;
    }
  }

  private void resumeReading() {
    post(() -> streams.resume());
  }

  private void tick() {
    streams.tick(io.now());
  }
}
