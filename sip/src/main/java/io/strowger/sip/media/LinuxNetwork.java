package io.strowger.sip.media;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The fast way on Linux: up to 64 packets per system call. For few ports that live as long as the
 * network does; the port of a single call is the portable network's affair.
 */
final class LinuxNetwork implements RtpNetwork {
  private static final int SOCKET_BUFFER_OCTETS = 8 * 1024 * 1024;

  /** So that a flood on one port cannot keep the sender waiting. */
  private static final int BATCHES_PER_TURN = 8;

  /** RTCP comes seldom and is in no hurry: its ports are looked at in every 16th turn. */
  private static final int CONTROL_TURNS = 16;

  private final LinuxCalls calls;
  private final Arena arena = Arena.ofShared();
  private final DatagramBatch in = new DatagramBatch(arena);
  private final byte[] packet = new byte[PACKET_OCTETS_MAX];
  private final PeerAddress from = new PeerAddress();
  private final List<LinuxSocket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicLong unsent = new AtomicLong();
  private int turn;

  /**
   * Tries out whether it works here.
   *
   * @throws IOException when it does not
   */
  LinuxNetwork() throws IOException {
    try {
      calls = new LinuxCalls();
      open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).close();
    } catch (RuntimeException | LinkageError e) {
      throw new IOException("sendmmsg cannot be used here: " + e, e);
    }
  }

  @Override
  public RtpSocket open(InetSocketAddress bind) throws IOException {
    boolean ipv4 = bind.getAddress().getAddress().length == 4;
    int fd = calls.socket(ipv4 ? LinuxCalls.AF_INET : LinuxCalls.AF_INET6);
    if (fd < 0) {
      throw new IOException("no further socket can be opened");
    }
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment octets = scratch.allocateFrom(JAVA_INT, SOCKET_BUFFER_OCTETS);
      int _ = calls.setsockopt(fd, LinuxCalls.SOL_SOCKET, LinuxCalls.SO_RCVBUF, octets);
      int _ = calls.setsockopt(fd, LinuxCalls.SOL_SOCKET, LinuxCalls.SO_SNDBUF, octets);
      if (!ipv4) {
        MemorySegment yes = scratch.allocateFrom(JAVA_INT, 1);
        int _ = calls.setsockopt(fd, LinuxCalls.IPPROTO_IPV6, LinuxCalls.IPV6_V6ONLY, yes);
      }
      MemorySegment bound = scratch.allocate(DatagramBatch.ADDRESS_OCTETS, 8);
      MemorySegment length = scratch.allocateFrom(JAVA_INT, DatagramBatch.ADDRESS_OCTETS);
      if (calls.bind(fd, sockaddr(bind, scratch)) < 0 || calls.getsockname(fd, bound, length) < 0) {
        int _ = calls.close(fd);
        throw new IOException("cannot bind " + bind);
      }
      int port = (bound.get(JAVA_BYTE, 2) & 0xFF) << 8 | (bound.get(JAVA_BYTE, 3) & 0xFF);
      LinuxSocket socket = new LinuxSocket(fd, new InetSocketAddress(bind.getAddress(), port));
      sockets.add(socket);
      return socket;
    }
  }

  /** The address as a struct sockaddr_in or sockaddr_in6. */
  private static MemorySegment sockaddr(InetSocketAddress address, Arena arena) {
    byte[] octets = address.getAddress().getAddress();
    boolean ipv4 = octets.length == 4;
    MemorySegment segment = arena.allocate(ipv4 ? 16 : DatagramBatch.ADDRESS_OCTETS, 8);
    segment.set(JAVA_SHORT, 0, (short) (ipv4 ? LinuxCalls.AF_INET : LinuxCalls.AF_INET6));
    segment.set(JAVA_SHORT, 2, Short.reverseBytes((short) address.getPort()));
    MemorySegment.copy(octets, 0, segment, JAVA_BYTE, ipv4 ? 4 : 8, octets.length);
    return segment;
  }

  @Override
  public void receive(Receiver receiver) {
    turn++;
    for (LinuxSocket socket : sockets) {
      if ((socket.local.getPort() & 1) == 0 || turn % CONTROL_TURNS == 0) {
        receive(socket, receiver);
      }
    }
  }

  private void receive(LinuxSocket socket, Receiver receiver) {
    for (int batch = 0; batch < BATCHES_PER_TURN && socket.open; batch++) {
      int count = calls.recvmmsg(socket.fd, in.headers(), DatagramBatch.SIZE);
      for (int i = 0; i < count; i++) {
        in.sender(i, from, socket.local.getPort());
        int length = in.take(i, packet);
        receiver.packet(socket, from, packet, length);
      }
      if (count < DatagramBatch.SIZE) {
        return;
      }
    }
  }

  @Override
  public void flush() {
    for (LinuxSocket socket : sockets) {
      socket.flush();
    }
  }

  @Override
  public long unsent() {
    return unsent.get();
  }

  @Override
  public void close() {
    for (LinuxSocket socket : sockets) {
      socket.close();
    }
    arena.close();
  }

  private final class LinuxSocket implements RtpSocket {
    private final int fd;
    private final InetSocketAddress local;
    private final DatagramBatch out = new DatagramBatch(arena);
    private int waiting;
    private volatile boolean open = true;

    LinuxSocket(int fd, InetSocketAddress local) {
      this.fd = fd;
      this.local = local;
    }

    @Override
    public InetSocketAddress local() {
      return local;
    }

    @Override
    public Destination destination(InetSocketAddress remote) {
      try (Arena scratch = Arena.ofConfined()) {
        return LinuxDestination.of(sockaddr(remote, scratch));
      }
    }

    @Override
    public void send(Destination destination, byte[] bytes, int length) {
      out.put(waiting, (LinuxDestination) destination, bytes, length);
      if (++waiting == DatagramBatch.SIZE) {
        flush();
      }
    }

    private void flush() {
      if (waiting > 0 && open) {
        int sent = calls.sendmmsg(fd, out.headers(), waiting);
        if (sent < waiting) {
          unsent.addAndGet(waiting - Math.max(0, sent));
        }
      }
      waiting = 0;
    }

    @Override
    public void close() {
      if (open) {
        flush();
        open = false;
        sockets.remove(this);
        int _ = calls.close(fd);
      }
    }
  }
}
