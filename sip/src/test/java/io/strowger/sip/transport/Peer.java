package io.strowger.sip.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A transport on loopback, with its own loop, that writes down what it is told. */
final class Peer implements AutoCloseable, SipTransportListener {
  static final TransportLimits LIMITS =
      new TransportLimits(1_000, 4, 3, 8_192, 256 * 1024, 100, 2_000, 60_000, 60_000, 0);

  /** What was told. */
  sealed interface Event {
    record Received(SipReading reading, Flow flow) implements Event {}

    record Failed(SipMessage message, String cause) implements Event {}

    record Closed(Flow flow, String cause) implements Event {}
  }

  final SipTransport transport;
  private final MultiThreadIoEventLoopGroup group;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final List<Transport> order = new ArrayList<>();

  private Peer(
      TransportLimits limits, TlsFiles tls, @Nullable Executor owner, List<Transport> listeners)
      throws IOException {
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    EventLoop loop = group.next();
    order.addAll(listeners);
    transport =
        SipTransport.start(
            new TransportRuntime(
                loop,
                owner == null ? loop : owner,
                group.next(),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime())),
            new TransportSettings(
                listeners.stream()
                    .map(each ->
                        new TransportSettings.Listener(
                            each, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                    .toList(),
                tls,
                limits),
            this);
  }

  static Peer of(Transport... listeners) throws IOException {
    return new Peer(LIMITS, TlsFiles.NONE, null, List.of(listeners));
  }

  static Peer of(TransportLimits limits, Transport... listeners) throws IOException {
    return new Peer(limits, TlsFiles.NONE, null, List.of(listeners));
  }

  static Peer of(TransportLimits limits, Executor owner, Transport... listeners)
      throws IOException {
    return new Peer(limits, TlsFiles.NONE, owner, List.of(listeners));
  }

  static Peer of(TlsFiles tls, Transport... listeners) throws IOException {
    return new Peer(LIMITS, tls, null, List.of(listeners));
  }

  InetSocketAddress address(Transport transport) {
    return this.transport.addresses().get(order.indexOf(transport));
  }

  Target target(Transport transport) {
    return Target.of(transport, address(transport));
  }

  @Override
  public void received(SipReading reading, Flow flow) {
    events.add(new Event.Received(reading, flow));
  }

  @Override
  public void sendFailed(SipMessage message, String cause) {
    events.add(new Event.Failed(message, cause));
  }

  @Override
  public void closed(Flow flow, String cause) {
    events.add(new Event.Closed(flow, cause));
  }

  @Override
  public void settled() {}

  Event next() throws InterruptedException {
    Event event = events.poll(10, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing came");
    }
    return event;
  }

  /** The next of this kind; others are left out. */
  Event next(Predicate<Event> wanted) throws InterruptedException {
    while (true) {
      Event event = next();
      if (wanted.test(event)) {
        return event;
      }
    }
  }

  Event.Received nextMessage() throws InterruptedException {
    return (Event.Received) next(event -> event instanceof Event.Received);
  }

  Event.Failed nextFailed() throws InterruptedException {
    return (Event.Failed) next(event -> event instanceof Event.Failed);
  }

  Event.Closed nextClosed() throws InterruptedException {
    return (Event.Closed) next(event -> event instanceof Event.Closed);
  }

  int waiting() {
    return events.size();
  }

  static SipRequest options(long cseq) {
    return SipRequest.builder("OPTIONS", "sip:carrier.example")
        .header("Via", "SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK" + cseq + ";rport")
        .header("From", "<sip:gw.example>;tag=1")
        .header("To", "<sip:carrier.example>")
        .header("Call-ID", "c1")
        .header("CSeq", cseq + " OPTIONS")
        .build();
  }

  static SipReading message(SipMessage message) {
    return new SipReading.Message(message);
  }

  @Override
  public void close() {
    transport.close();
    var _ = group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
  }
}
