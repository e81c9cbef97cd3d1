package io.strowger.sip.transaction;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are too large for a datagram: fragments get lost, in firewalls above all, so they
 * go over TCP (RFC 3261 section 18.1.1).
 */
final class LargeRequests {
  /** Where the path's MTU is not known. */
  static final int DATAGRAM_OCTETS_MAX = 1_300;

  private static final long REMEMBERED_MILLIS = 300_000;
  private static final int REMEMBERED_MAX = 1_000;

  /** Where TCP leads nowhere, and until when that is believed. */
  private final Map<InetSocketAddress, Long> refusedUntil = new HashMap<>();

  /** Where to send it instead; null where it may go as it is. */
  @Nullable Target wide(SipRequest request, Target target, long now) {
    if (target.transport() != Transport.UDP || request.encode().length <= DATAGRAM_OCTETS_MAX) {
      return null;
    }
    Long until = refusedUntil.get(target.address());
    return until != null && now < until ? null : Target.of(Transport.TCP, target.address());
  }

  /** Nobody was there. */
  void refused(Target wide, long now) {
    if (refusedUntil.size() >= REMEMBERED_MAX) {
      refusedUntil.clear();
    }
    refusedUntil.put(wide.address(), now + REMEMBERED_MILLIS);
  }
}
