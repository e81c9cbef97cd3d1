package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.CallReport;
import io.strowger.sip.media.MediaEngine;
import io.strowger.sip.media.MediaRuntime;
import io.strowger.sip.media.MediaSettings;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.CallScript;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.prompt.ScriptResult;
import io.strowger.sip.transport.TlsFiles;
import io.strowger.sip.transport.TransportCounters;
import io.strowger.sip.transport.TransportLimits;
import io.strowger.sip.transport.TransportSettings;
import io.strowger.sip.transport.TransportSettings.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A carrier of ours over real sockets and real media on the loopback. */
final class LiveTrunks implements AutoCloseable {
  static final String NUMBER = "390612345678";
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final MediaEngine media;
  private final AtomicLong skipped = new AtomicLong();
  PromptPack pack = PromptPack.builtIn("en");
  final SipCarrier carrier;
  final List<String> seen = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

  /** One end. */
  record Ended(CallReport report, @Nullable ScriptResult result) {}

  LiveTrunks(SipCarrierSettings settings) throws IOException {
    this(settings, TlsFiles.NONE, false);
  }

  LiveTrunks(SipCarrierSettings settings, InetSocketAddress nameServer) throws IOException {
    this(settings, TlsFiles.NONE, false, nameServer, MediaSettings.on(HERE, 100));
  }

  LiveTrunks(SipCarrierSettings settings, MediaSettings media) throws IOException {
    this(settings, TlsFiles.NONE, false, null, media);
  }

  LiveTrunks(SipCarrierSettings settings, TlsFiles tls, boolean listenTls) throws IOException {
    this(settings, tls, listenTls, null, MediaSettings.on(HERE, 100));
  }

  private LiveTrunks(
      SipCarrierSettings settings,
      TlsFiles tls,
      boolean listenTls,
      @Nullable InetSocketAddress nameServer,
      MediaSettings ports)
      throws IOException {
    media =
        MediaEngine.start(
            ports,
            new MediaRuntime(
                Executors.defaultThreadFactory(), System::nanoTime, new SecureRandom()));
    EventLoop loop = group.next();
    List<Listener> plain =
        List.of(
            new Listener(Transport.UDP, new InetSocketAddress(HERE, 0)),
            new Listener(Transport.TCP, new InetSocketAddress(HERE, 0)));
    List<Listener> all =
        listenTls
            ? List.of(
                plain.get(0),
                plain.get(1),
                new Listener(Transport.TLS, new InetSocketAddress(HERE, 0)))
            : plain;
    carrier =
        SipCarrier.start(
            new SipRuntime(loop, blocking, this::now, new SecureRandom()),
            settings,
            new SipEndpoint(
                new TransportSettings(all, tls, TransportLimits.STANDARD), null, nameServer),
            media,
            new Heard());
  }

  void place(String reference, CallScript script, CallLimits limits, long millis) {
    long now = now();
    carrier.place(
        new CallOrder(reference, NUMBER, script, pack, now + millis, now + millis, limits));
  }

  private long now() {
    return System.currentTimeMillis() + skipped.get();
  }

  /** The clock of signalling goes on by so much. */
  void skip(Duration time) {
    skipped.addAndGet(time.toMillis());
    carrier.hangUp("nobody", "to make it look at its clock");
  }

  /** Waits until its first trunk can be called. */
  void up() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            !carrier.status().trunks().isEmpty() && carrier.status().trunks().getFirst().up());
  }

  TransportCounters counters() {
    return carrier.counters();
  }

  /** Nothing of any call is left: no media, no room in a trunk, and soon no memory of it. */
  void holdsNothing() throws Exception {
    holdsAtMost(0);
  }

  /**
   * @param questions transactions and waiters of OPTIONS that are under way all the time
   */
  void holdsAtMost(int questions) throws Exception {
    Awaitility.await().until(() -> media.calls() == 0);
    Awaitility.await().until(() -> carrier.status().liveCalls() == 0);
    for (SipCarrierStatus.TrunkStatus trunk : carrier.status().trunks()) {
      assertEquals(0, trunk.liveCalls(), trunk.id());
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              // What waits for a dead one waits for 64*T1, then for its own CANCEL or BYE.
              skip(Duration.ofSeconds(33));
              return carrier.leftovers().toCompletableFuture().get();
            },
            left -> left <= questions);
  }

  Ended end() throws InterruptedException {
    Ended one = ended.poll(60, TimeUnit.SECONDS);
    if (one == null) {
      throw new AssertionError("no end after a minute; seen " + seen);
    }
    return one;
  }

  private final class Heard implements SipCarrierListener {
    @Override
    public void progress(String carrier, String trunk, String reference, Progress progress) {
      seen.add(trunk + " " + progress);
    }

    @Override
    public void ended(String carrier, CallReport report, @Nullable ScriptResult result) {
      ended.add(new Ended(report, result));
    }

    @Override
    public void diverted(String carrier, CallReport report, String nextTrunk) {
      seen.add(report.trunk() + " -> " + nextTrunk + ": " + report.outcome().text());
    }

    @Override
    public void trunk(String carrier, String trunk, boolean up, String cause) {
      seen.add(trunk + (up ? " up" : " down: " + cause));
    }

    @Override
    public void keyed(String carrier, String trunk, String number, String keys) {
      seen.add(trunk + " keyed " + keys);
    }

    @Override
    public void fault(String carrier, String what) {
      seen.add("fault: " + what);
    }
  }

  @Override
  public void close() {
    carrier.stop().toCompletableFuture().join();
    media.close();
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    blocking.shutdownNow();
  }
}
