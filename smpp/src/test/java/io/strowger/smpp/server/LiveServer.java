package io.strowger.smpp.server;

import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.smpp.link.SmppRuntime;
import io.strowger.smpp.server.ServerSettings.Limits;
import io.strowger.smpp.server.ServerSettings.Listener;
import io.strowger.smpp.server.ServerSettings.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** A server on loopback with a {@link TestApplication}. */
final class LiveServer implements AutoCloseable {
  final TestApplication application = new TestApplication();
  final SmppServer server;
  private final EventLoopGroup group;
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  LiveServer(ServerSettings settings) throws IOException {
    this(settings, Epoll.isAvailable());
  }

  LiveServer(ServerSettings settings, boolean epoll) throws IOException {
    group =
        new MultiThreadIoEventLoopGroup(
            1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    server =
        SmppServer.start(
            new SmppRuntime(group, blocking, System::currentTimeMillis, new Random(1)),
            settings,
            application);
    application.sink = server::respond;
  }

  static LiveServer plain() throws IOException {
    return new LiveServer(settings(Limits.DEFAULT, EsmeTimers.DEFAULT, null));
  }

  static ServerSettings settings(Limits limits, EsmeTimers timers, @Nullable Tls tls) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new ServerSettings("strowger", List.of(new Listener("first", any, tls)), limits, timers);
  }

  static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
  }

  InetSocketAddress address() {
    return server.addresses().getFirst();
  }

  int port() {
    return address().getPort();
  }

  /** Returns when the event loop has done what was asked of it before. */
  void barrier() {
    group.next().submit(() -> {}).syncUninterruptibly();
  }

  @Override
  public void close() {
    server.stop().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    var _ =
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    blocking.close();
  }
}
