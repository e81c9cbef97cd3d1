package io.strowger.sip.media;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one call wants of its media.
 *
 * @param laws offered in this order, at least one
 * @param packetMillis preferred audio per packet: 10, 20, 30, 40 or 60
 * @param family of the local address
 * @param encryption whether SRTP with keys in SDP (RFC 4568) is offered and demanded
 */
public record MediaRequest(
    List<G711> laws, int packetMillis, Family family, Encryption encryption) {
  static final Set<Integer> PACKET_MILLIS = Set.of(10, 20, 30, 40, 60);

  /** A-law first, 20 ms, IPv4, not encrypted. */
  public static final MediaRequest DEFAULT =
      new MediaRequest(List.of(G711.PCMA, G711.PCMU), 20, Family.IPV4, Encryption.NONE);

  public MediaRequest {
    laws = List.copyOf(laws);
    if (laws.isEmpty() || EnumSet.copyOf(laws).size() != laws.size()) {
      throw new IllegalArgumentException("laws are PCMU, PCMA or both, each once");
    }
    if (!PACKET_MILLIS.contains(packetMillis)) {
      throw new IllegalArgumentException("packet time is 10, 20, 30, 40 or 60 ms");
    }
  }

  /** Which addresses the call uses. */
  public enum Family {
    IPV4,
    IPV6
  }

  /** Whether the audio is encrypted. */
  public enum Encryption {
    /** Plain RTP; an offer of SRTP only is refused. */
    NONE,
    /** RTP/SAVP with a=crypto; a description without is refused. */
    SDES
  }
}
