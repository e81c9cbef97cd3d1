package io.strowger.sip.media;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * What the operating system alone takes for as many datagrams as so many calls have: two threads
 * send them to each other and look at none. No way of speaking to many peers is cheaper on this
 * machine, so it says how much of a measured density is ours.
 */
public final class DatagramFloor {
  private static final int SLOTS_PER_PACKET = 20;
  private static final int OCTETS = RtpHeader.OCTETS + 160;
  private static final long SECOND = 1_000_000_000L;
  private static final long CATCH_UP_NANOS = 100_000_000;

  private final int perSlot;
  private final long endNanos;
  private final LongSupplier clockNanos;

  private DatagramFloor(int calls, long endNanos, LongSupplier clockNanos) {
    this.perSlot = Math.max(1, calls / SLOTS_PER_PACKET);
    this.endNanos = endNanos;
    this.clockNanos = clockNanos;
  }

  /**
   * Measures for this many seconds.
   *
   * @param calls whose packets, one each 20 ms both ways
   * @param batched by sendmmsg and recvmmsg, else one system call per packet
   * @return processor time of one of the two threads per second
   * @throws IOException when a port is missing, or {@code batched} does not work here
   */
  public static double cores(
      int calls, boolean batched, int seconds, ThreadFactory threads, LongSupplier clockNanos)
      throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (RtpNetwork here = network(batched);
        RtpNetwork there = network(batched)) {
      RtpSocket near = even(here, any);
      RtpSocket far = even(there, any);
      DatagramFloor floor =
          new DatagramFloor(calls, clockNanos.getAsLong() + seconds * SECOND, clockNanos);
      AtomicReference<Double> spent = new AtomicReference<>(0.0);
      Thread one = threads.newThread(() -> spent.set(floor.exchange(here, near, far.local())));
      Thread other =
          threads.newThread(() -> {
            double _ = floor.exchange(there, far, near.local());
          });
      one.start();
      other.start();
      one.join();
      other.join();
      return spent.get() / (seconds * (double) SECOND);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while measuring", e);
    }
  }

  private static RtpNetwork network(boolean batched) throws IOException {
    return batched ? new LinuxNetwork() : new NioNetwork();
  }

  /** Odd ports are RTCP's, which is looked at more seldom. */
  private static RtpSocket even(RtpNetwork network, InetSocketAddress any) throws IOException {
    while (true) {
      RtpSocket socket = network.open(any);
      if ((socket.local().getPort() & 1) == 0) {
        return socket;
      }
      socket.close();
    }
  }

  /** The calling thread's processor time in ns. */
  private double exchange(RtpNetwork network, RtpSocket socket, InetSocketAddress peer) {
    RtpSocket.Destination destination = socket.destination(peer);
    byte[] packet = new byte[OCTETS];
    long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long slot = clockNanos.getAsLong();
    for (long now = slot; now < endNanos; now = clockNanos.getAsLong()) {
      network.receive((_, _, _, _) -> {});
      if (now - slot > CATCH_UP_NANOS) {
        slot = now;
      }
      for (; slot <= now; slot += MediaLoop.SLOT_NANOS) {
        for (int i = 0; i < perSlot; i++) {
          socket.send(destination, packet, packet.length);
        }
      }
      network.flush();
      LockSupport.parkNanos(this, slot - clockNanos.getAsLong());
    }
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
  }
}
