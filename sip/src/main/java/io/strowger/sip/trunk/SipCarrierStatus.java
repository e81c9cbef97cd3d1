package io.strowger.sip.trunk;

import io.strowger.sip.transport.PeerCertificate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot for operators and for the choice of routes.
 *
 * @param usable a call placed now would be tried
 * @param full every trunk that is up has as many calls as it may have
 * @param liveCalls of all trunks
 * @param ownCertificateEndsMillis of the certificate that we show, epoch; 0 without one
 */
public record SipCarrierStatus(
    String id,
    boolean usable,
    boolean drained,
    boolean full,
    int liveCalls,
    List<TrunkStatus> trunks,
    long ownCertificateEndsMillis) {

  /** False where only counts differ. */
  boolean tellsMoreThan(SipCarrierStatus before) {
    if (usable != before.usable
        || drained != before.drained
        || full != before.full
        || trunks.size() != before.trunks.size()) {
      return true;
    }
    for (int i = 0; i < trunks.size(); i++) {
      if (trunks.get(i).tellsMoreThan(before.trunks.get(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * One trunk.
   *
   * @param up it answers, or was never asked
   * @param registered true also where no registration is needed
   * @param pausedUntilMillis epoch; 0 when it is not paused
   * @param address in use; "" before a look-up succeeded
   * @param cause of the last failure, for operators; "" without one
   * @param refused its registration, or the credentials of its calls, were refused last, or TLS
   * @param firstRefused with what its first credentials were refused while the second are accepted;
   *     else null
   * @param certificates of those of its servers that have shown one
   */
  public record TrunkStatus(
      String id,
      boolean up,
      boolean registered,
      long pausedUntilMillis,
      int liveCalls,
      int concurrentMax,
      String address,
      String cause,
      boolean refused,
      @Nullable String firstRefused,
      List<ShownCertificate> certificates) {

    private boolean tellsMoreThan(TrunkStatus before) {
      return up != before.up
          || registered != before.registered
          || refused != before.refused
          || !Objects.equals(firstRefused, before.firstRefused)
          || !id.equals(before.id)
          || !cause.equals(before.cause)
          || !address.equals(before.address);
    }
  }

  /**
   * @param address of the server, as {@link TrunkStatus#address} writes it
   */
  public record ShownCertificate(String address, PeerCertificate certificate) {}
}
