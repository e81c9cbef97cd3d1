package io.strowger.sip.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands out port pairs: shared ones in turn, or each call its own out of a range. */
final class PortPool {
  private static final int TRIES_MAX = 200;

  private final MediaSettings settings;
  private final RtpNetwork network;
  private final Map<MediaRequest.Family, List<PortPair>> shared =
      new EnumMap<>(MediaRequest.Family.class);
  private int turn;
  private int nextPort;

  /** Binds the shared ports, where ports are shared. */
  PortPool(MediaSettings settings, RtpNetwork network) throws IOException {
    this.settings = settings;
    this.network = network;
    this.nextPort = settings.portMin() + (settings.portMin() & 1);
    for (MediaSettings.LocalAddress address : settings.addresses()) {
      if (shared.containsKey(address.family())) {
        continue;
      }
      List<PortPair> pairs = new ArrayList<>();
      while (!settings.portPerCall() && pairs.size() < settings.sharedPorts()) {
        pairs.add(bind(address, true));
      }
      shared.put(address.family(), pairs);
    }
  }

  /** A pair for one call. */
  synchronized PortPair take(MediaRequest.Family family) throws MediaUnavailable {
    List<PortPair> pairs = shared.get(family);
    if (pairs == null) {
      throw new MediaUnavailable("no local media address of family " + family);
    }
    if (!settings.portPerCall()) {
      return pairs.get(turn++ % pairs.size());
    }
    for (MediaSettings.LocalAddress address : settings.addresses()) {
      if (address.family() == family) {
        try {
          return bind(address, false);
        } catch (IOException e) {
          throw new MediaUnavailable(String.valueOf(e.getMessage()), e);
        }
      }
    }
    throw new MediaUnavailable("no local media address of family " + family);
  }

  private PortPair bind(MediaSettings.LocalAddress address, boolean forAll) throws IOException {
    int pairsInRange = (settings.portMax() - settings.portMin() + 1) / 2;
    int tries = settings.portMin() == 0 ? TRIES_MAX : pairsInRange;
    for (int i = 0; i < tries; i++) {
      PortPair pair = tryBind(address, forAll, settings.portMin() == 0 ? 0 : advance());
      if (pair != null) {
        return pair;
      }
    }
    throw new IOException(
        settings.portMin() == 0
            ? "no free pair of RTP ports on " + address.bind().getHostAddress()
            : "all RTP ports from "
                + settings.portMin()
                + " to "
                + settings.portMax()
                + " are in use");
  }

  /** The range in a circle, so that a port just freed is the last to be used again. */
  private int advance() {
    int port = nextPort;
    nextPort += 2;
    if (nextPort + 1 > settings.portMax()) {
      nextPort = settings.portMin() + (settings.portMin() & 1);
    }
    return port;
  }

  private @Nullable PortPair tryBind(MediaSettings.LocalAddress address, boolean forAll, int port) {
    RtpSocket rtp;
    try {
      rtp = network.open(new InetSocketAddress(address.bind(), port));
    } catch (IOException e) {
      return null; // taken: the next one may be free
    }
    int bound = rtp.local().getPort();
    if ((bound & 1) == 0) {
      try {
        RtpSocket rtcp = network.open(new InetSocketAddress(address.bind(), bound + 1));
        return new PortPair(rtp, rtcp, address.advertised(), forAll);
      } catch (IOException e) {
        // its neighbour is taken
      }
    }
    rtp.close();
    return null;
  }
}
