package io.strowger.sip.media;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The few system calls of Linux that carry many datagrams at once, by java.lang.foreign. */
final class LinuxCalls {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_DGRAM_CLOEXEC = 2 | 0x8_0000;
  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;
  static final int MSG_DONTWAIT = 0x40;

  private final MethodHandle socket;
  private final MethodHandle bind;
  private final MethodHandle setsockopt;
  private final MethodHandle getsockname;
  private final MethodHandle close;
  private final MethodHandle sendmmsg;
  private final MethodHandle recvmmsg;

  /**
   * Finds them.
   *
   * @throws RuntimeException where this is no 64-bit Linux, or native access is denied
   */
  LinuxCalls() {
    if (!System.getProperty("os.name", "").equals("Linux") || ADDRESS.byteSize() != 8) {
      throw new UnsupportedOperationException("not a 64-bit Linux");
    }
    socket = find("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    bind = find("bind", JAVA_INT, ADDRESS, JAVA_INT);
    setsockopt = find("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    getsockname = find("getsockname", JAVA_INT, ADDRESS, ADDRESS);
    close = find("close", JAVA_INT);
    sendmmsg = find("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    recvmmsg = find("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle find(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  int socket(int domain) {
    return made(() -> (int) socket.invokeExact(domain, SOCK_DGRAM_CLOEXEC, 0));
  }

  int bind(int fd, MemorySegment address) {
    return made(() -> (int) bind.invokeExact(fd, address, (int) address.byteSize()));
  }

  int setsockopt(int fd, int level, int option, MemorySegment value) {
    return made(
        () -> (int) setsockopt.invokeExact(fd, level, option, value, (int) value.byteSize()));
  }

  int getsockname(int fd, MemorySegment address, MemorySegment length) {
    return made(() -> (int) getsockname.invokeExact(fd, address, length));
  }

  int close(int fd) {
    return made(() -> (int) close.invokeExact(fd));
  }

  /** How many left; negative for none. */
  int sendmmsg(int fd, MemorySegment messages, int count) {
    return made(() -> (int) sendmmsg.invokeExact(fd, messages, count, MSG_DONTWAIT));
  }

  /** How many came; negative for none. */
  int recvmmsg(int fd, MemorySegment messages, int count) {
    return made(
        () -> (int) recvmmsg.invokeExact(fd, messages, count, MSG_DONTWAIT, MemorySegment.NULL));
  }

  /** A call by its handle, which may throw anything and never does. */
  @FunctionalInterface
  private interface Call {
    int make() throws Throwable;
  }

  private static int made(Call call) {
    try {
      return call.make();
    } catch (Throwable e) {
      throw new IllegalStateException("a system call could not be made", e);
    }
  }
}
