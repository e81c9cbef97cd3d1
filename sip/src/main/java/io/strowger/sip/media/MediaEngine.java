package io.strowger.sip.media;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends and receives the audio of all calls from one pacing thread. Listeners are called on that
 * thread.
 */
public final class MediaEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MediaEngine.class);

  private final MediaSettings settings;
  private final MediaRuntime runtime;
  private final RtpNetwork network;
  private final PortPool ports;
  private final MediaLoop loop;
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean resting;

  private MediaEngine(MediaSettings settings, MediaRuntime runtime, RtpNetwork network)
      throws IOException {
    this.settings = settings;
    this.runtime = runtime;
    this.network = network;
    this.ports = new PortPool(settings, network);
    this.loop = new MediaLoop(network, runtime.clockNanos().getAsLong());
    this.thread = runtime.threads().newThread(this::run);
  }

  /**
   * Binds the shared ports and starts the pacing thread.
   *
   * @throws IOException when a port cannot be bound, saying which
   */
  public static MediaEngine start(MediaSettings settings, MediaRuntime runtime) throws IOException {
    RtpNetwork network = network(settings);
    try {
      MediaEngine engine = new MediaEngine(settings, runtime, network);
      engine.thread.start();
      return engine;
    } catch (IOException e) {
      network.close();
      throw e;
    }
  }

  private static RtpNetwork network(MediaSettings settings) throws IOException {
    if (settings.batched() && !settings.portPerCall()) {
      try {
        return new LinuxNetwork();
      } catch (IOException e) {
        log.info("one system call per packet: {}", e.getMessage());
      }
    }
    return new NioNetwork();
  }

  /** Whether sendmmsg and recvmmsg work on this machine. */
  public static boolean canBatch() {
    try (RtpNetwork _ = new LinuxNetwork()) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether many packets leave with one system call. */
  public boolean batched() {
    return network instanceof LinuxNetwork;
  }

  /**
   * Media for one call; to be closed with the call.
   *
   * @throws MediaUnavailable when there are too many calls, packets leave too late, or no port is
   *     free
   */
  public MediaPort open(MediaRequest request, MediaListener listener) throws MediaUnavailable {
    if (loop.lateMillis() > settings.lateMillisMax()) {
      // One more would make all of them worse.
      throw new MediaUnavailable(
          "media is %.0f ms late with %d calls".formatted(loop.lateMillis(), calls.get()));
    }
    if (closing || calls.incrementAndGet() > settings.callsMax()) {
      calls.decrementAndGet();
      throw new MediaUnavailable(
          closing ? "media is shut down" : "already " + settings.callsMax() + " calls have media");
    }
    try {
      if (request.encryption() == MediaRequest.Encryption.SDES) {
        Srtp.prepare(runtime.random());
      }
      PortPair pair = ports.take(request.family());
      MediaSession session =
          new MediaSession(
              pair,
              runtime.random().nextInt(),
              runtime.random().nextInt(1 << 15),
              runtime.random().nextInt(),
              listener,
              runtime.random().nextLong());
      command(() -> loop.open(session));
      return new MediaPort(this, session, request, runtime.random());
    } catch (MediaUnavailable e) {
      calls.decrementAndGet();
      throw e;
    }
  }

  /** Calls that have media now. */
  public int calls() {
    return calls.get();
  }

  /** How late packets left: the time in ms that this share of them did not exceed, by 50 µs. */
  public double pacingJitterMillis(double share) {
    return loop.pacing().quantileMillis(share);
  }

  /** Begins the pacing figures anew. */
  public void resetPacing() {
    loop.pacing().clear();
  }

  /** Packets that the operating system refused to take. */
  public long unsentPackets() {
    return network.unsent();
  }

  /** Ends all calls' media with an RTCP BYE and frees the ports; waits at most two seconds. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      if (!ended.await(2, TimeUnit.SECONDS)) {
        log.warn("the media thread does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void command(Runnable command) {
    loop.command(command);
    if (resting) {
      LockSupport.unpark(thread);
    }
  }

  void closed(MediaSession session) {
    calls.decrementAndGet();
    command(() -> loop.close(session));
  }

  MediaLoop loop() {
    return loop;
  }

  private void run() {
    try {
      while (!closing) {
        loop.poll(runtime.clockNanos().getAsLong());
        resting = loop.idle();
        if (resting && loop.idle()) {
          LockSupport.parkNanos(this, 20 * MediaLoop.SLOT_NANOS);
          resting = false;
        } else {
          long wait = loop.nextNanos() - runtime.clockNanos().getAsLong();
          if (wait > 0) {
            LockSupport.parkNanos(this, wait);
          }
        }
      }
      loop.closeAll();
    } catch (RuntimeException e) {
      log.error("the media thread ends: no call can be heard until a restart", e);
      closing = true;
    } finally {
      network.close();
      ended.countDown();
    }
  }
}
