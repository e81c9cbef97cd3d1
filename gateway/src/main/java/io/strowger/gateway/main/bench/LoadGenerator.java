package io.strowger.gateway.main.bench;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends one kind of request over keep-alive connections from one thread, in a closed loop (each
 * connection sends again as soon as it is answered) or an open one (requests leave on schedule,
 * whatever the answers do; latencies count from the schedule, so a stall is not hidden).
 */
// What fails in the loop shows as a request without an answer.
@SuppressWarnings("FutureReturnValueIgnored")
final class LoadGenerator implements AutoCloseable, LoadSlot.Owner {
  private static final int RECONNECTS_MAX = 10_000;
  private static final long PAUSE_AFTER_REFUSAL_MILLIS = 5;
  private static final long RECONNECT_MILLIS = 20;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /** How long one answer is waited for; then its connection is replaced, the request failed. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  /** How long the last answers of a run are waited for. */
  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final Bootstrap bootstrap;
  private final int connections;
  private final Dialect dialect;
  private final Queue<LoadSlot> idle = new ArrayDeque<>();
  private final Set<LoadSlot> open = new HashSet<>();
  private final CompletableFuture<Void> allOpen = new CompletableFuture<>();
  private @Nullable LoadRun run;
  private @Nullable Pacing pacing;
  private int opened;
  private int busy;
  private int reconnects;
  private boolean closing;
  private long nextSequence;

  /** How requests are said and answers are read. */
  interface Dialect {
    /** Puts the handlers of a fresh connection into its pipeline. */
    void install(ChannelPipeline pipeline, LoadSlot.Owner owner);

    /** Slots of one connection. */
    int slots();

    int acceptedStatus();
  }

  /** HTTP/1.1 without pipelining. */
  private record Http(RequestShape shape) implements Dialect {
    @Override
    public void install(ChannelPipeline pipeline, LoadSlot.Owner owner) {
      pipeline.addLast(new ClientConnection(owner, shape));
    }

    @Override
    public int slots() {
      return 1;
    }

    @Override
    public int acceptedStatus() {
      return shape.acceptedStatus();
    }
  }

  private LoadGenerator(
      InetSocketAddress target, int connections, Dialect dialect, long firstSequence) {
    this.connections = connections;
    this.dialect = dialect;
    this.nextSequence = firstSequence;
    boolean epoll = Epoll.isAvailable();
    group =
        new MultiThreadIoEventLoopGroup(
            1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    loop = group.next();
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_LIMIT.toMillis())
            .remoteAddress(target)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    LoadGenerator.this.dialect.install(channel.pipeline(), LoadGenerator.this);
                  }
                });
  }

  /**
   * Opens the connections.
   *
   * @param firstSequence of the first request; see {@link Destinations}
   * @throws BenchException when the target cannot be reached within 10 s
   */
  static LoadGenerator open(
      InetSocketAddress target, int connections, RequestShape shape, long firstSequence) {
    return open(target, connections, new Http(shape), firstSequence);
  }

  /** As the other, in any dialect. */
  static LoadGenerator open(
      InetSocketAddress target, int connections, Dialect dialect, long firstSequence) {
    LoadGenerator generator = new LoadGenerator(target, connections, dialect, firstSequence);
    for (int i = 0; i < connections; i++) {
      generator.loop.execute(generator::connect);
    }
    generator.loop.scheduleWithFixedDelay(generator::giveUpSilent, 1, 1, TimeUnit.SECONDS);
    try {
      generator.allOpen.get(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return generator;
    } catch (ExecutionException | TimeoutException e) {
      generator.close();
      throw new BenchException("cannot open " + connections + " connections to " + target, e);
    } catch (InterruptedException e) {
      generator.close();
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  /** Sends as fast as it is answered, until the time is over or the number is reached. */
  LoadResult closedLoop(Duration duration, long requestsMax) {
    return run(() -> startClosed(System.nanoTime() + duration.toNanos(), requestsMax), duration);
  }

  /** Sends at evenly spaced moments. */
  LoadResult openLoop(int perSecond, Duration duration) {
    int requests = Math.toIntExact(duration.toMillis() * perSecond / 1000);
    return run(() -> startOpen(perSecond, requests), duration);
  }

  private LoadResult run(Supplier<LoadRun> start, Duration duration) {
    CompletableFuture<LoadResult> result = new CompletableFuture<>();
    loop.execute(() -> start.get().result.thenAccept(result::complete));
    try {
      return result.get(duration.plus(END_LIMIT).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchException("requests are left without an answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  // ---- event loop only from here ----

  private LoadRun startClosed(long endNanos, long requestsMax) {
    LoadRun started = new LoadRun(nextSequence, System.nanoTime(), dialect.acceptedStatus(), 0);
    run = started;
    pacing = new ClosedPacing(endNanos, nextSequence + requestsMax);
    for (int i = idle.size(); i > 0; i--) {
      takeNext(idle.remove());
    }
    // Should every connection be lost, nothing else would notice that the time is over.
    loop.schedule(this::endWhenDone, endNanos - System.nanoTime() + 1_000_000, NANOSECONDS);
    endWhenDone();
    return started;
  }

  private LoadRun startOpen(int perSecond, int requests) {
    long now = System.nanoTime();
    long gap = 1_000_000_000L / perSecond;
    LoadRun started = new LoadRun(nextSequence, now, dialect.acceptedStatus(), gap);
    run = started;
    OpenPacing open = new OpenPacing(now, gap, requests);
    pacing = open;
    open.tick();
    return started;
  }

  private void giveUpSilent() {
    long before = System.nanoTime() - ANSWER_LIMIT.toNanos();
    List<LoadSlot> silent =
        open.stream().filter(connection -> connection.waitsSince(before)).toList();
    silent.forEach(LoadSlot::close);
  }

  private void takeNext(LoadSlot connection) {
    Pacing current = pacing;
    if (current == null || !connection.open()) {
      if (connection.open()) {
        idle.add(connection);
      }
      return;
    }
    current.ready(connection);
  }

  private void send(LoadSlot connection, long intendedNanos) {
    busy++;
    connection.send(nextSequence++, intendedNanos);
  }

  private void endWhenDone() {
    Pacing current = pacing;
    LoadRun running = run;
    if (busy == 0 && current != null && running != null && current.over()) {
      pacing = null;
      run = null;
      running.end(System.nanoTime(), nextSequence);
    }
  }

  @Override
  public void answered(LoadSlot connection, int status) {
    busy--;
    LoadRun running = run;
    if (running == null) {
      return;
    }
    boolean accepted = running.answered(status, connection.intendedNanos(), System.nanoTime());
    if (accepted) {
      takeNext(connection);
    } else if (status != 0) {
      // A full gateway is asked again a little later, as a client would after 503.
      busy++;
      loop.schedule(
          () -> {
            busy--;
            takeNext(connection);
            endWhenDone();
          },
          PAUSE_AFTER_REFUSAL_MILLIS,
          TimeUnit.MILLISECONDS);
    }
    endWhenDone();
  }

  @Override
  public void opened(LoadSlot connection) {
    opened++;
    open.add(connection);
    takeNext(connection);
    if (opened == connections * dialect.slots()) {
      allOpen.complete(null);
    }
  }

  @Override
  public void closed(LoadSlot connection) {
    opened--;
    open.remove(connection);
    idle.remove(connection);
    endWhenDone();
  }

  @Override
  public void disconnected() {
    reconnect();
  }

  private void connect() {
    bootstrap
        .connect()
        .addListener(attempt -> {
          if (!attempt.isSuccess()) {
            reconnect();
          }
        });
  }

  private void reconnect() {
    if (!closing && reconnects++ < RECONNECTS_MAX) {
      loop.schedule(this::connect, RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    loop.execute(() -> closing = true);
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** When a free connection sends. */
  private interface Pacing {
    void ready(LoadSlot connection);

    /** Nothing more will be sent. */
    boolean over();
  }

  private final class ClosedPacing implements Pacing {
    private final long endNanos;
    private final long endSequence;

    ClosedPacing(long endNanos, long endSequence) {
      this.endNanos = endNanos;
      this.endSequence = endSequence;
    }

    @Override
    public void ready(LoadSlot connection) {
      if (over()) {
        idle.add(connection);
      } else {
        send(connection, System.nanoTime());
      }
    }

    @Override
    public boolean over() {
      return nextSequence >= endSequence || System.nanoTime() - endNanos >= 0;
    }
  }

  private final class OpenPacing implements Pacing {
    private final long startNanos;
    private final long gapNanos;
    private final int requests;

    /** Requests whose moment has come; those not yet sent wait for a free connection. */
    private int due;

    private int sent;

    OpenPacing(long startNanos, long gapNanos, int requests) {
      this.startNanos = startNanos;
      this.gapNanos = gapNanos;
      this.requests = requests;
    }

    void tick() {
      long now = System.nanoTime();
      due = (int) Math.min(requests, (now - startNanos) / gapNanos + 1);
      while (sent < due && !idle.isEmpty()) {
        sendNext(idle.remove());
      }
      if (due < requests) {
        long wait = startNanos + due * gapNanos - System.nanoTime();
        loop.schedule(this::tick, Math.max(0, wait), NANOSECONDS);
      }
      endWhenDone();
    }

    private void sendNext(LoadSlot connection) {
      long intended = startNanos + sent * gapNanos;
      sent++;
      send(connection, intended);
    }

    @Override
    public void ready(LoadSlot connection) {
      if (sent < due) {
        sendNext(connection);
      } else {
        idle.add(connection);
      }
    }

    @Override
    public boolean over() {
      return sent == requests;
    }
  }
}
