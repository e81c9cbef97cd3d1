package io.strowger.smpp.link;

import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.CarrierSettings.Flow;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierSettings.Profile;
import io.strowger.smpp.link.CarrierSettings.Timers;
import io.strowger.smpp.link.CarrierSettings.Tls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** A carrier over real sockets, and all that it told its owner, who acknowledges every receipt. */
final class LiveCarrier implements SmppCarrierListener, AutoCloseable {
  static final Timers FAST =
      new Timers(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMillis(50),
          Duration.ofMillis(500));

  final Queue<SubmitOutcome> outcomes = new ConcurrentLinkedQueue<>();
  final Queue<InboundReceipt> receipts = new ConcurrentLinkedQueue<>();
  final Queue<String> ups = new ConcurrentLinkedQueue<>();
  final Queue<String> downs = new ConcurrentLinkedQueue<>();
  final Queue<String> downLinks = new ConcurrentLinkedQueue<>();
  volatile CarrierStatus lastStatus;
  final SmppCarrier carrier;
  private final EventLoopGroup group;
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  LiveCarrier(CarrierSettings settings) {
    this(settings, Epoll.isAvailable());
  }

  LiveCarrier(CarrierSettings settings, boolean epoll) {
    group =
        new MultiThreadIoEventLoopGroup(
            1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    lastStatus = new CarrierStatus(settings.id(), false, false, 0, 0, 0, 0, List.of());
    SmppRuntime runtime =
        new SmppRuntime(group, blocking, System::currentTimeMillis, new Random(1));
    carrier = SmppCarrier.start(runtime, settings, this);
  }

  static CarrierSettings settings(Link... links) {
    return new CarrierSettings(
        "alpha",
        new CarrierSettings.Bind("strowger", "secret", "", 0x34, BindMode.TRANSCEIVER, ""),
        new Flow(50, 0, 10_000),
        FAST,
        Profile.DEFAULT,
        Arrays.asList(links));
  }

  static Link link(String id, InetSocketAddress address) {
    return link(id, "127.0.0.1", address.getPort(), null);
  }

  static Link link(String id, String host, int port, @Nullable Tls tls) {
    return new Link(id, List.of(new HostPort(host, port)), null, tls);
  }

  /** Patient, since the machine may be busy with other things. */
  static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
  }

  /** Submits that many texts to different numbers. */
  List<Submission> submit(int count, String text) {
    long deadline = System.currentTimeMillis() + 60_000;
    List<Submission> batch =
        IntStream.range(0, count)
            .mapToObj(i ->
                new Submission("m" + i, "3933300" + (10_000 + i), null, text, deadline, 0, null))
            .toList();
    carrier.submit(batch);
    return batch;
  }

  void awaitBound(int links) {
    eventually()
        .until(() ->
            lastStatus.links().stream().filter(link -> link.state().equals("BOUND")).count()
                == links);
  }

  void awaitOutcomes(int count) {
    eventually().until(() -> outcomes.size() >= count);
  }

  void awaitReceipts(int count) {
    eventually().until(() -> receipts.size() >= count);
  }

  String awaitDown() {
    eventually().until(() -> !downs.isEmpty());
    return downs.element();
  }

  @Override
  public void outcomes(String id, List<SubmitOutcome> batch) {
    outcomes.addAll(batch);
  }

  @Override
  public void receipts(String id, List<InboundReceipt> batch) {
    receipts.addAll(batch);
    carrier.acknowledge(new ArrayList<>(batch));
  }

  @Override
  public void statusChanged(CarrierStatus status) {
    lastStatus = status;
  }

  @Override
  public void linkUp(String id, String link, String address) {
    ups.add(link);
  }

  @Override
  public void linkDown(String id, String link, String cause) {
    downs.add(cause);
    downLinks.add(link);
  }

  @Override
  public void close() {
    carrier.stop().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    blocking.close();
  }
}
