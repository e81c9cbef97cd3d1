package io.strowger.sip.simulator;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.DatagramFloor;
import io.strowger.sip.media.G711;
import io.strowger.sip.media.InboundAudio;
import io.strowger.sip.media.MediaEngine;
import io.strowger.sip.media.MediaListener;
import io.strowger.sip.media.MediaPort;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.media.MediaRuntime;
import io.strowger.sip.media.MediaSettings;
import io.strowger.sip.media.MediaStatistics;
import io.strowger.sip.media.MediaUnavailable;
import io.strowger.sip.media.Negotiation;
import io.strowger.sip.prompt.PromptPack;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures how many calls one pacing thread carries: two engines on the loopback address speak to
 * each other in that many calls, both ways and without a pause, keys are pressed in all of them,
 * and inbound sound is listened to. One of the two is measured; the other needs as much again.
 */
public final class MediaDensity {
  private static final int WARM_UP_SECONDS = 3;
  private static final long SECOND = 1_000_000_000L;

  private final Load load;
  private final LongSupplier clockNanos;
  private final AtomicLong keys = new AtomicLong();
  private final AtomicLong classified = new AtomicLong();

  private MediaDensity(Load load, LongSupplier clockNanos) {
    this.load = load;
    this.clockNanos = clockNanos;
  }

  /**
   * What is measured.
   *
   * @param calls at once
   * @param seconds measured, after a warm-up of some seconds
   * @param batched by sendmmsg and recvmmsg where that works
   * @param tones keys come as tones and are looked for in all inbound sound; else by RFC 4733
   */
  public record Load(int calls, int seconds, boolean batched, boolean tones) {}

  /**
   * What came of it.
   *
   * @param batched whether sendmmsg was used in truth
   * @param cores processor time of the measured pacing thread per second
   * @param floorCores what the operating system alone took just before for as many packets that
   *     nobody looks at; see {@link DatagramFloor}
   * @param p50Millis of all packets left no later than this after their due time
   * @param lostPackets that the measured side expected and did not get
   * @param unsentPackets that the operating system did not take
   * @param keysMissing pressed and not told, or told and not pressed
   */
  public record Result(
      Load load,
      boolean batched,
      double cores,
      double floorCores,
      double p50Millis,
      double p99Millis,
      double maxMillis,
      long packetsSent,
      long packetsReceived,
      long lostPackets,
      long unsentPackets,
      long keysPressed,
      long keysMissing) {}

  /**
   * Runs it; takes some seconds more than asked for.
   *
   * @throws IOException when ports or prompts are missing
   * @throws MediaUnavailable when the ports do not suffice
   */
  public static Result run(Load load, ThreadFactory threads, LongSupplier clockNanos)
      throws IOException, MediaUnavailable {
    return new MediaDensity(load, clockNanos).measure(threads);
  }

  private Result measure(ThreadFactory threads) throws IOException, MediaUnavailable {
    double floor =
        DatagramFloor.cores(
            load.calls(),
            load.batched() && MediaEngine.canBatch(),
            Math.max(1, load.seconds() / 2),
            threads,
            clockNanos);
    AtomicReference<@Nullable Thread> pacer = new AtomicReference<>();
    ThreadFactory measured =
        task -> {
          Thread thread = threads.newThread(task);
          pacer.set(thread);
          return thread;
        };
    try (MediaEngine here = engine(measured);
        MediaEngine there = engine(threads)) {
      List<MediaPort> near = new ArrayList<>();
      List<MediaPort> far = new ArrayList<>();
      connect(here, there, near, far);
      AudioSource speech = new Endless(PromptPack.builtIn("en").digits("0123456789"));
      for (int i = 0; i < load.calls(); i++) {
        long _ = near.get(i).play(speech);
        long _ = far.get(i).play(speech);
      }
      pause(WARM_UP_SECONDS * SECOND);
      Thread thread = pacer.get();
      long id = thread == null ? 0 : thread.threadId();
      here.resetPacing();
      long cpu = ManagementFactory.getThreadMXBean().getThreadCpuTime(id);
      long begin = clockNanos.getAsLong();
      press(far);
      pause(load.seconds() * SECOND - (clockNanos.getAsLong() - begin));
      double elapsed = clockNanos.getAsLong() - begin;
      double cores = (ManagementFactory.getThreadMXBean().getThreadCpuTime(id) - cpu) / elapsed;
      return result(here, near, cores, floor);
    }
  }

  private MediaEngine engine(ThreadFactory threads) throws IOException {
    return MediaEngine.start(
        MediaSettings.on(InetAddress.getLoopbackAddress(), load.calls())
            .batched(load.batched())
            .howeverLate(),
        new MediaRuntime(threads, clockNanos, new SecureRandom()));
  }

  private void connect(
      MediaEngine here, MediaEngine there, List<MediaPort> near, List<MediaPort> far)
      throws MediaUnavailable {
    for (int i = 0; i < load.calls(); i++) {
      MediaPort one = here.open(MediaRequest.DEFAULT, new Counting(true));
      MediaPort other = there.open(MediaRequest.DEFAULT, new Counting(false));
      near.add(one);
      far.add(other);
      String answer =
          other.offered(one.offer()) instanceof Negotiation.Agreed agreed ? agreed.localSdp() : "";
      if (load.tones()) {
        answer = answer.replace(" 101\r\n", "\r\n").replaceAll("a=[a-z]+:101 [^\r]*\r\n", "");
      }
      if (!(one.answered(answer) instanceof Negotiation.Agreed)) {
        throw new IllegalStateException("the two sides do not agree");
      }
      // Calls begin one after the other, as they do in life.
      pause(SECOND / 4000);
    }
  }

  /** One key in each call, spread over half of the time. */
  private void press(List<MediaPort> far) {
    AudioSource key = Tones.key('5');
    long each = load.seconds() * SECOND / 2 / load.calls();
    for (MediaPort port : far) {
      if (load.tones()) {
        long _ = port.play(key);
      } else {
        port.sendKey('5');
      }
      pause(each);
    }
  }

  private Result result(MediaEngine here, List<MediaPort> near, double cores, double floor) {
    long sent = 0;
    long received = 0;
    long lost = 0;
    for (MediaPort port : near) {
      MediaStatistics statistics = port.statistics();
      sent += statistics.packetsSent();
      received += statistics.packetsReceived();
      lost += statistics.packetsLost();
    }
    return new Result(
        load,
        here.batched(),
        cores,
        floor,
        here.pacingJitterMillis(0.5),
        here.pacingJitterMillis(0.99),
        here.pacingJitterMillis(1),
        sent,
        received,
        lost,
        here.unsentPackets(),
        load.calls(),
        Math.abs(load.calls() - keys.get()));
  }

  private void pause(long nanos) {
    long end = clockNanos.getAsLong() + nanos;
    for (long left = nanos; left > 0; left = end - clockNanos.getAsLong()) {
      LockSupport.parkNanos(this, left);
    }
  }

  /** Counts keys on the measured side. */
  private final class Counting implements MediaListener {
    private final boolean measured;

    Counting(boolean measured) {
      this.measured = measured;
    }

    @Override
    public void mediaSeen() {}

    @Override
    public void key(char key) {
      if (measured) {
        long _ = keys.incrementAndGet();
      }
    }

    @Override
    public void playEnded(long play) {}

    @Override
    public void classified(InboundAudio audio) {
      long _ = classified.incrementAndGet();
    }
  }

  /** The same again and again. */
  private record Endless(AudioSource source) implements AudioSource {
    @Override
    public int samples() {
      return Integer.MAX_VALUE - 1_000_000;
    }

    @Override
    public void read(int from, int count, G711 law, byte[] target, int offset) {
      source.read(from % source.samples(), count, law, target, offset);
    }
  }
}
