package io.strowger.sip.simulator;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transport.SipTransport;
import io.strowger.sip.transport.SipTransportListener;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives the engine on one event loop: from messages, from a timer, and from other threads' asking.
 */
final class TrunkReactor implements SipTransportListener, TrunkEngine.Wire {
  private final EventLoop loop;
  private final LongSupplier clockMillis;
  private @Nullable TrunkEngine engine;
  private @Nullable SipTransport transport;
  private List<Transport> transports = List.of();
  private @Nullable ScheduledFuture<?> wake;
  private long wakeAtMillis = Long.MAX_VALUE;

  TrunkReactor(EventLoop loop, LongSupplier clockMillis) {
    this.loop = loop;
    this.clockMillis = clockMillis;
  }

  /** Once all is made; until then nothing is received. */
  void begin(TrunkEngine madeEngine, SipTransport madeTransport, List<Transport> listening) {
    var _ =
        loop.submit(
                () -> {
                  engine = madeEngine;
                  transport = madeTransport;
                  transports = listening;
                })
            .syncUninterruptibly();
  }

  void run(Consumer<TrunkEngine> change) {
    var _ =
        ask(asked -> {
          change.accept(asked);
          poll(asked);
          return true;
        });
  }

  <T> T ask(Function<TrunkEngine, T> question) {
    return loop.submit(() -> question.apply(Objects.requireNonNull(engine)))
        .syncUninterruptibly()
        .getNow();
  }

  @Override
  public void received(SipReading reading, Flow flow) {
    TrunkEngine begun = engine;
    if (begun != null && reading instanceof SipReading.Message(SipMessage message)) {
      begun.received(message, flow, clockMillis.getAsLong());
    }
  }

  @Override
  public void sendFailed(SipMessage message, String cause) {
    TrunkEngine begun = engine;
    if (begun != null) {
      begun.sendFailed(message, cause, clockMillis.getAsLong());
    }
  }

  @Override
  public void closed(Flow flow, String cause) {
    TrunkEngine begun = engine;
    if (begun != null) {
      begun.closed(flow, cause, clockMillis.getAsLong());
    }
  }

  @Override
  public void settled() {
    TrunkEngine begun = engine;
    if (begun != null) {
      poll(begun);
    }
  }

  private void poll(TrunkEngine begun) {
    long now = clockMillis.getAsLong();
    long next = begun.poll(now);
    if (next >= wakeAtMillis) {
      return;
    }
    ScheduledFuture<?> obsolete = wake;
    if (obsolete != null) {
      var _ = obsolete.cancel(false);
    }
    wakeAtMillis = next;
    wake =
        loop.schedule(
            () -> {
              wakeAtMillis = Long.MAX_VALUE;
              wake = null;
              poll(begun);
            },
            Math.max(0, next - now),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void send(SipMessage message, Target target) {
    SipTransport open = transport;
    if (open != null) {
      open.send(message, target);
    }
  }

  @Override
  public void send(SipMessage message, Flow flow) {
    SipTransport open = transport;
    if (open != null) {
      open.send(message, flow);
    }
  }

  @Override
  public String contact(Flow flow) {
    int index = Math.max(0, transports.indexOf(flow.transport()));
    InetSocketAddress address = Objects.requireNonNull(transport).addresses().get(index);
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
