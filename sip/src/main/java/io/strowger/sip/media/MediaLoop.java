package io.strowger.sip.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pacer without its thread: a wheel of 1 ms slots, each a list of the sessions whose packets
 * leave then. A call stays in its slot modulo its packet time, so the load is spread by where calls
 * begin.
 *
 * <pre>
 *   commands ─> [ receive ] ─> slot 17 ─> slot 18 ─> … (those that are due) ─> flush
 * </pre>
 */
final class MediaLoop implements RtpNetwork.Receiver {
  static final long SLOT_NANOS = 1_000_000;

  private static final Logger log = LoggerFactory.getLogger(MediaLoop.class);
  private static final int SLOTS = 64;

  /** After a longer pause of the process the missed packets are not sent in one burst. */
  private static final long CATCH_UP_NANOS = 100_000_000;

  /** Of the running average: it follows within a second or so, and forgives a single pause. */
  private static final double AVERAGE_SLOTS = 1024;

  private final RtpNetwork network;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final SessionTable table = new SessionTable();
  private final Slot[] wheel = new Slot[SLOTS];
  private final RtpHeader header = new RtpHeader();
  private final byte[] packet = new byte[RtpNetwork.PACKET_OCTETS_MAX];
  private final PacingHistogram pacing = new PacingHistogram();
  private final List<MediaSession> sessions = new ArrayList<>();
  private long slot;
  private long slotNanos;
  private long nowNanos;
  private long strangers;
  private long lastLateNanos;
  private double averageNanos;
  private volatile double lateNanos;

  MediaLoop(RtpNetwork network, long nowNanos) {
    this.network = network;
    this.slotNanos = nowNanos;
    this.nowNanos = nowNanos;
    Arrays.setAll(wheel, _ -> new Slot());
  }

  /** From any thread; carried out at the next {@link #poll}. */
  void command(Runnable command) {
    commands.add(command);
  }

  PacingHistogram pacing() {
    return pacing;
  }

  /** How late packets have left on average in the last second or so; from any thread. */
  double lateMillis() {
    return lateNanos / SLOT_NANOS;
  }

  boolean idle() {
    return sessions.isEmpty() && commands.isEmpty();
  }

  /** Packets from addresses that no call has negotiated. */
  long strangers() {
    return strangers;
  }

  /** Does all that is due. */
  void poll(long now) {
    nowNanos = now;
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      command.run();
    }
    network.receive(this);
    if (now - slotNanos > CATCH_UP_NANOS) {
      slotNanos = now;
    }
    while (now - slotNanos >= 0) {
      turn(now);
      slot++;
      slotNanos += SLOT_NANOS;
    }
    lateNanos = averageNanos;
    network.flush();
  }

  /** When the next slot is due. */
  long nextNanos() {
    return slotNanos;
  }

  private void turn(long now) {
    Slot due = wheel[(int) (slot % SLOTS)];
    int packets = 0;
    // No session comes back into the slot that it leaves: packet times are shorter than the wheel.
    for (int i = 0; i < due.count; i++) {
      MediaSession session = due.sessions[i];
      if (session != null && !session.closed()) {
        try {
          session.turn(packet, now);
          packets++;
          insert(session, slot + session.turnMillis());
        } catch (RuntimeException e) {
          abandon(session, e);
        }
      }
    }
    due.clear();
    if (packets > 0) {
      lastLateNanos = now - slotNanos;
      pacing.late(lastLateNanos, packets);
    } else if (sessions.isEmpty()) {
      lastLateNanos = 0;
    }
    averageNanos += (lastLateNanos - averageNanos) / AVERAGE_SLOTS;
  }

  private void insert(MediaSession session, long atSlot) {
    wheel[(int) (atSlot % SLOTS)].add(session);
  }

  /** One call's fault must not silence the others. */
  private void abandon(MediaSession session, RuntimeException cause) {
    log.warn("media of a call failed and ends", cause);
    try {
      close(session);
    } catch (RuntimeException e) {
      log.warn("its end failed too", e);
    }
  }

  void open(MediaSession session) {
    sessions.add(session);
    int best = 0;
    for (int ahead = 1; ahead <= session.turnMillis(); ahead++) {
      if (best == 0 || load(ahead) < load(best)) {
        best = ahead;
      }
    }
    insert(session, slot + best);
  }

  private int load(int ahead) {
    return wheel[(int) ((slot + ahead) % SLOTS)].count;
  }

  void agreed(MediaSession session, Negotiator.Terms terms) {
    if (session.closed()) {
      return;
    }
    unbind(session);
    session.agreed(terms);
    table.add(PeerAddress.of(terms.remote().rtp(), session.ports.rtp()), session);
    table.add(PeerAddress.of(terms.remote().rtcp(), session.ports.rtcp()), session);
  }

  private void unbind(MediaSession session) {
    Negotiator.Terms terms = session.terms();
    if (terms != null) {
      table.remove(PeerAddress.of(terms.remote().rtp(), session.ports.rtp()), session);
      table.remove(PeerAddress.of(terms.remote().rtcp(), session.ports.rtcp()), session);
    }
  }

  void close(MediaSession session) {
    if (session.closed()) {
      return;
    }
    unbind(session);
    sessions.remove(session);
    try {
      session.close(packet, nowNanos);
      network.flush();
    } finally {
      if (!session.ports.shared()) {
        session.ports.close();
      }
    }
  }

  void closeAll() {
    for (MediaSession session : List.copyOf(sessions)) {
      try {
        close(session);
      } catch (RuntimeException e) {
        log.warn("the end of a call's media failed", e);
      }
    }
  }

  @Override
  public void packet(RtpSocket socket, PeerAddress from, byte[] octets, int length) {
    boolean control = (socket.local().getPort() & 1) != 0;
    int ssrcAt = control ? 4 : 8;
    if (length < ssrcAt + 4) {
      strangers++;
      return;
    }
    MediaSession session = table.find(from, RtpHeader.read32(octets, ssrcAt));
    if (session == null) {
      strangers++;
      return;
    }
    try {
      if (control) {
        session.control(octets, length, nowNanos);
      } else {
        session.received(octets, length, header, nowNanos);
      }
    } catch (RuntimeException e) {
      abandon(session, e);
    }
  }

  /**
   * Who sends in one millisecond: side by side, for a list from one to the next would have to wait
   * for each one's memory before it knew the following.
   */
  private static final class Slot {
    private @Nullable MediaSession[] sessions = new MediaSession[16];
    private int count;

    void add(MediaSession session) {
      if (count == sessions.length) {
        sessions = Arrays.copyOf(sessions, 2 * count);
      }
      sessions[count++] = session;
    }

    void clear() {
      Arrays.fill(sessions, 0, count, null);
      count = 0;
    }
  }
}
