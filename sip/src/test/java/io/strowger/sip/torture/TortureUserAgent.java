package io.strowger.sip.torture;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transaction.RequestInspection;
import io.strowger.sip.transaction.TransactionInput;
import io.strowger.sip.transaction.TransactionLayer;
import io.strowger.sip.transaction.TransactionOutput;
import io.strowger.sip.transaction.TransactionTimers;
import io.strowger.sip.transport.SipTransport;
import io.strowger.sip.transport.SipTransportListener;
import io.strowger.sip.transport.TlsFiles;
import io.strowger.sip.transport.TransportLimits;
import io.strowger.sip.transport.TransportRuntime;
import io.strowger.sip.transport.TransportSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers what it can, over the real listener and the real transactions, and says what it did. */
final class TortureUserAgent implements SipTransportListener, AutoCloseable {
  /** An unfinished message is waited for half a second, so that the test need not take long. */
  private static final TransportLimits LIMITS =
      new TransportLimits(1_000, 100, 100, 65_536, 256 * 1024, 100, 2_000, 500, 60_000, 0);

  private static final RequestInspection INSPECTION =
      new RequestInspection(
          Set.of("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "REGISTER", "MESSAGE"),
          Set.of(),
          Set.of("application/sdp", "multipart/mixed", "text/plain"));

  private final MultiThreadIoEventLoopGroup group;
  private final TransactionLayer layer;
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final SipTransport transport;
  private int ids;

  TortureUserAgent() throws IOException {
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    EventLoop loop = group.next();
    layer =
        new TransactionLayer(TransactionTimers.STANDARD, () -> "id" + ++ids, target -> "127.0.0.1");
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    transport =
        SipTransport.start(
            new TransportRuntime(loop, loop, loop, TortureUserAgent::clock),
            new TransportSettings(
                List.of(
                    new TransportSettings.Listener(Transport.UDP, any),
                    new TransportSettings.Listener(Transport.TCP, any)),
                TlsFiles.NONE,
                LIMITS),
            this);
  }

  private static long clock() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  InetSocketAddress udp() {
    return transport.addresses().getFirst();
  }

  InetSocketAddress tcp() {
    return transport.addresses().getLast();
  }

  /** What was done with the next thing that came. */
  String next() throws InterruptedException {
    String next = seen.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came of it");
    }
    return next;
  }

  /** How many things came. */
  long readings() {
    return transport.counters().received() + transport.counters().invalid();
  }

  @Override
  public void received(SipReading reading, Flow flow) {
    switch (reading) {
      case SipReading.Invalid(@Nullable SipResponse answer, String why) ->
          seen.add(answer == null ? "dropped: " + why : "refused " + answer.status() + ": " + why);
      case SipReading.Message(SipMessage message) -> {
        long strays = layer.strays();
        layer.step(new TransactionInput.Received(message, flow), clock(), this::carryOut);
        if (layer.strays() > strays) {
          seen.add("read: an answer that nobody waits for");
        }
      }
      case SipReading.KeepAlive _ -> {}
    }
  }

  private void carryOut(TransactionOutput output) {
    switch (output) {
      case TransactionOutput.Request(long serverKey, SipRequest request, Flow _) -> {
        SipResponse answer = answer(request);
        seen.add("read, answered " + answer.status());
        layer.step(new TransactionInput.Answer(serverKey, answer), clock(), this::carryOut);
      }
      case TransactionOutput.TransmitOver(SipResponse response, Flow flow) ->
          transport.send(response, flow);
      case TransactionOutput.TransmitTo(SipRequest request, Target target) ->
          transport.send(request, target);
      default -> {}
    }
  }

  private static SipResponse answer(SipRequest request) {
    SipResponse.Builder refusal = INSPECTION.refusal(request);
    if (refusal == null) {
      refusal = SipResponse.to(request, request.method().equals("INVITE") ? 486 : 200);
    }
    return refusal.toTag("torture").build();
  }

  @Override
  public void sendFailed(SipMessage message, String cause) {}

  @Override
  public void closed(Flow flow, String cause) {
    seen.add("closed: " + cause);
  }

  @Override
  public void settled() {}

  @Override
  public void close() {
    transport.close();
    var _ = group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10_000);
  }
}
