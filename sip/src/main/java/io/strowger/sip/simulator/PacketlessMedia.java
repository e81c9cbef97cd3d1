package io.strowger.sip.simulator;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.Direction;
import io.strowger.sip.media.G711;
import io.strowger.sip.media.InboundAudio;
import io.strowger.sip.media.MediaListener;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.media.MediaUnavailable;
import io.strowger.sip.media.Negotiation;
import io.strowger.sip.trunk.TrunkMedia;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The audio of all calls of a simulation on one thread, without packets: who plays is heard at the
 * other end, by the sample, as long as both ends are open and the trunk between them lives. Ends
 * find each other by a number in their descriptions.
 */
public final class PacketlessMedia implements TrunkMedia {
  private static final Pattern NUMBER = Pattern.compile("a=end:([0-9]+)");
  private static final long PACKET_MILLIS = 20;
  private static final int SAMPLES_PER_MILLI = 8;

  private static final int RINGBACK_SAMPLES = 120 * 8_000;
  private static final int BEEP_SAMPLES = 8_000;

  private final Clock clock;
  private final Watch watch;
  private final int linesMax;
  private final Map<Integer, End> ends = new HashMap<>();
  private int last;
  private int open;

  /** The simulation's time line, in milliseconds. */
  public interface Clock {
    long now();

    void in(long millis, Runnable task);
  }

  /** Hears what our side says, before the far end does. */
  public interface Watch {
    void opened(OurEnd end);

    void speaks(OurEnd end);
  }

  /**
   * @param linesMax how many lines of our side may be open at once
   */
  public PacketlessMedia(Clock clock, Watch watch, int linesMax) {
    this.clock = clock;
    this.watch = watch;
    this.linesMax = linesMax;
  }

  @Override
  public Line open(MediaRequest request, Events events) throws MediaUnavailable {
    if (open >= linesMax) {
      throw new MediaUnavailable("no port");
    }
    open++;
    OurEnd end = new OurEnd(events);
    watch.opened(end);
    return end;
  }

  /** Lines of our side that are open. */
  public int open() {
    return open;
  }

  /** The number of the end that a description tells of; 0 for none. */
  public static int end(String sdp) {
    Matcher found = NUMBER.matcher(sdp);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  /**
   * As carrier and calls see it: one carrier's desk.
   *
   * @param mine where every end is added that it opens
   */
  public CallMedia.Desk desk(List<CallMedia> mine) {
    return (listener, _) -> {
      FarEnd end = new FarEnd(listener);
      mine.add(end);
      return end;
    };
  }

  /** Its audio ends in the middle, and what it hears is lost. */
  public static void cut(CallMedia far) {
    FarEnd end = (FarEnd) far;
    end.stops();
    end.cut = true;
  }

  /** One end of a call. */
  abstract class End {
    final int number = ++last;
    private @Nullable End peer;
    private @Nullable AudioSource playing;
    private long playingSince;
    private int told;
    private long play;
    private long sendingSince = Long.MAX_VALUE;
    private long sent;
    long lostSamples;
    boolean muted;
    boolean cut;
    boolean closed;

    End() {
      ends.put(number, this);
    }

    public String offer() {
      return "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\na=end:" + number + "\r\n";
    }

    public Negotiation answered(String remoteSdp) {
      int remote = end(remoteSdp);
      if (remote == 0) {
        return new Negotiation.Refused("not of this simulation");
      }
      if (!closed) {
        peer = ends.get(remote);
        begins();
      }
      return new Negotiation.Agreed(
          G711.PCMA,
          true,
          (int) PACKET_MILLIS,
          Direction.SENDRECV,
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000),
          false,
          offer());
    }

    public Negotiation offered(String remoteSdp) {
      return answered(remoteSdp);
    }

    final @Nullable End peer() {
      return peer;
    }

    /** Packets that left so far: one each 20 ms since there is somebody to send to. */
    private void counts() {
      if (sendingSince != Long.MAX_VALUE) {
        long packets = Math.max(0, (clock.now() - sendingSince) / PACKET_MILLIS);
        sent += packets;
        sendingSince += packets * PACKET_MILLIS;
      }
    }

    final long sent() {
      counts();
      return sent;
    }

    final void begins() {
      if (sendingSince == Long.MAX_VALUE && !muted && !cut && !closed && peer != null) {
        sendingSince = clock.now();
        clock.in(PACKET_MILLIS, this::firstPacket);
      }
    }

    private void firstPacket() {
      End to = peer;
      if (to != null && sends() && equals(to.peer())) {
        to.seen();
      }
    }

    final boolean sends() {
      return !muted && !cut && !closed;
    }

    final void stops() {
      End to = peer;
      if (to != null && !to.closed) {
        // What was said so far was still heard.
        to.says();
      }
      says();
      counts();
      sendingSince = Long.MAX_VALUE;
      playing = null;
    }

    public long play(AudioSource source) {
      says();
      long id = ++play;
      playing = source;
      playingSince = clock.now();
      told = 0;
      clock.in(source.samples() / SAMPLES_PER_MILLI + PACKET_MILLIS, () -> ended(id));
      return id;
    }

    private void ended(long id) {
      if (id == play && playing != null && !closed) {
        says();
        playing = null;
        playEnded(id);
      }
    }

    /** Hands over what was said since. */
    private void says() {
      AudioSource source = playing;
      End to = peer;
      if (source == null) {
        return;
      }
      long elapsed = (clock.now() - playingSince) * SAMPLES_PER_MILLI;
      int until = (int) Math.min(source.samples(), elapsed);
      int count = until - told;
      if (count > 0) {
        byte[] octets = new byte[count];
        source.read(told, count, G711.PCMA, octets, 0);
        if (to != null && sends() && !to.closed && !to.cut) {
          to.hears(octets);
        } else {
          lostSamples += count;
        }
        said(count);
        told = until;
      }
    }

    public void close() {
      if (!closed) {
        stops();
        closed = true;
        ends.remove(number);
        freed();
      }
    }

    abstract void seen();

    abstract void hears(byte[] octets);

    abstract void playEnded(long id);

    void said(int samples) {}

    void freed() {}
  }

  /** Of the gateway. */
  public final class OurEnd extends End implements Line {
    private final Events events;
    private long saidSamples;

    OurEnd(Events events) {
      this.events = events;
    }

    @Override
    public long packetsReceived() {
      return peer() instanceof FarEnd far ? far.sent() : 0;
    }

    /** As in {@link PacketlessMedia#end}. */
    public int number() {
      return number;
    }

    /** What was said into it so far, also where nobody heard it. */
    public long saidSamples() {
      return saidSamples;
    }

    /** What of it nobody heard. */
    public long lostSamples() {
      return lostSamples;
    }

    public boolean isClosed() {
      return closed;
    }

    /** The far end sent anything at all. */
    public boolean farSent() {
      return packetsReceived() > 0;
    }

    @Override
    void said(int samples) {
      saidSamples += samples;
      watch.speaks(this);
    }

    @Override
    void seen() {
      if (!closed) {
        events.seen();
      }
    }

    @Override
    void hears(byte[] octets) {}

    private void sounds(AudioSource source) {
      if (!closed) {
        events.sounds(
            switch (source.samples()) {
              case RINGBACK_SAMPLES -> InboundAudio.RINGBACK;
              case BEEP_SAMPLES -> InboundAudio.BEEP;
              default -> InboundAudio.SPEECH;
            });
      }
    }

    @Override
    void playEnded(long id) {
      events.playEnded(id);
    }

    @Override
    void freed() {
      open--;
    }
  }

  /** Of the carrier. */
  private final class FarEnd extends End implements CallMedia {
    private final MediaListener listener;

    FarEnd(MediaListener listener) {
      this.listener = listener;
    }

    @Override
    public long play(AudioSource source) {
      clock.in(
          400,
          () -> {
            if (sends() && peer() instanceof OurEnd ours) {
              ours.sounds(source);
            }
          });
      return super.play(source);
    }

    @Override
    public void mute(boolean wanted) {
      if (wanted) {
        stops();
        muted = true;
      } else {
        muted = false;
        begins();
      }
    }

    @Override
    public void sendKey(char key) {
      if (peer() instanceof OurEnd ours && !ours.closed && sends()) {
        clock.in(
            100,
            () -> {
              if (!ours.closed) {
                ours.events.key(key);
              }
            });
      }
    }

    @Override
    void seen() {
      listener.mediaSeen();
    }

    @Override
    void hears(byte[] octets) {
      listener.audio(G711.PCMA, octets, 0, octets.length);
    }

    @Override
    void playEnded(long id) {
      listener.playEnded(id);
    }
  }
}
