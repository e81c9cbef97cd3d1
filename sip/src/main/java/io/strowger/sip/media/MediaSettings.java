package io.strowger.sip.media;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Where the media of all calls flows.
 *
 * @param addresses at most one per family; the first of a family is used
 * @param portMin lowest RTP port; 0 lets the operating system choose
 * @param portMax highest RTP port; RTCP uses the next odd one
 * @param sharedPorts ports shared by all calls, told apart by peer; 1–64, without meaning when
 *     {@code portPerCall}
 * @param callsMax calls at once, beyond it {@link MediaUnavailable}
 * @param portPerCall every call has its own port, for carriers that answer many calls from one
 *     address and port of theirs
 * @param lateMillisMax packets later than this on average, over about a second, mean that there are
 *     too many calls: no more are taken until it is better; {@link #NEVER_LATE} takes them all
 * @param batched try sendmmsg and recvmmsg; without them one system call per packet
 */
public record MediaSettings(
    List<LocalAddress> addresses,
    int portMin,
    int portMax,
    int sharedPorts,
    int callsMax,
    boolean portPerCall,
    int lateMillisMax,
    boolean batched) {
  public static final int NEVER_LATE = Integer.MAX_VALUE;

  /** Half a packet: what a telephone's jitter buffer still hides. */
  private static final int LATE_MILLIS_MAX = 10;

  public MediaSettings {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("media needs a local address");
    }
    if (portMin != 0 && (portMin < 1024 || portMax > 65_535 || portMax < portMin + 1)) {
      throw new IllegalArgumentException("RTP ports are from 1024 to 65535, at least two");
    }
    if (sharedPorts < 1 || sharedPorts > 64) {
      throw new IllegalArgumentException("there are 1 to 64 shared ports");
    }
    if (callsMax < 1) {
      throw new IllegalArgumentException("at least one call");
    }
    if (lateMillisMax < 1) {
      throw new IllegalArgumentException("packets may be at least 1 ms late");
    }
  }

  /** Shared ports chosen by the operating system, batched where that works. */
  public static MediaSettings on(InetAddress address, int callsMax) {
    return new MediaSettings(
        List.of(new LocalAddress(address, address)),
        0,
        0,
        4,
        callsMax,
        false,
        LATE_MILLIS_MAX,
        true);
  }

  /** The same with another choice of system calls. */
  public MediaSettings batched(boolean wanted) {
    return new MediaSettings(
        addresses, portMin, portMax, sharedPorts, callsMax, portPerCall, lateMillisMax, wanted);
  }

  /** The same with these ports. */
  public MediaSettings ports(int min, int max, boolean perCall) {
    return new MediaSettings(
        addresses, min, max, sharedPorts, callsMax, perCall, lateMillisMax, batched);
  }

  /** The same, taking calls however late their packets leave: for those who measure that. */
  public MediaSettings howeverLate() {
    return new MediaSettings(
        addresses, portMin, portMax, sharedPorts, callsMax, portPerCall, NEVER_LATE, batched);
  }

  /**
   * One address of this machine.
   *
   * @param bind where sockets are bound
   * @param advertised what the other side is told, different behind a static NAT
   */
  public record LocalAddress(InetAddress bind, InetAddress advertised) {
    MediaRequest.Family family() {
      return advertised instanceof Inet4Address
          ? MediaRequest.Family.IPV4
          : MediaRequest.Family.IPV6;
    }
  }
}
