package io.strowger.smpp.link;

import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierSettings.Tls;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which of a link's two client certificates a connection shows: the other one after each refusal,
 * and the one that was accepted until it is refused.
 *
 * @param second the second one is in use, or will be at the next attempt
 * @param refusals in a row, since the last accepted bind
 * @param firstRefused which file was refused with what; null since it was accepted, or when it was
 *     not tried
 */
record CertificateTurn(boolean second, int refusals, @Nullable String firstRefused) {
  static final CertificateTurn FIRST = new CertificateTurn(false, 0, null);

  /** Whether a connection to this link that ended so, before its bind, calls for the other. */
  static boolean isMeant(Link link, String cause, boolean handshakeDone) {
    Tls tls = link.tls();
    // Under TLS 1.3 a server judges us after we take the connection for made, and its close may
    // overtake its alert (RFC 8446 section 4.4.2.4, appendix E.6).
    return tls != null
        && tls.hasTwo()
        && (Causes.isOurCertificate(cause) || (handshakeDone && Causes.isClose(cause)));
  }

  /** The link as this connection is to use it. */
  Link of(Link link) {
    Tls tls = link.tls();
    return tls == null
        ? link
        : new Link(link.id(), link.addresses(), link.localAddress(), tls.showing(second));
  }

  /** The certificate in use was refused, and there is another. */
  CertificateTurn refused(Link link, String why) {
    Tls tls = link.tls();
    Path file = tls == null ? null : tls.certificate();
    String name = file == null ? "" : file.getFileName() + ": ";
    return new CertificateTurn(!second, refusals + 1, second ? firstRefused : name + why);
  }

  CertificateTurn accepted() {
    return new CertificateTurn(second, 0, second ? firstRefused : null);
  }

  /** One of the two was refused, and the other is to be tried before the usual pause. */
  boolean isHalfWay() {
    return refusals % 2 == 1;
  }

  /** The other certificate may still be accepted, so the carrier does not refuse us yet. */
  boolean isFirstRefusal() {
    return refusals == 1;
  }

  /** What remains of this when the settings change. */
  CertificateTurn under(Link next, Link before) {
    return Objects.equals(next.tls(), before.tls()) ? this : FIRST;
  }
}
