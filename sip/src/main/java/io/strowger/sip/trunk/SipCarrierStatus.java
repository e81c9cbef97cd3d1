package io.strowger.sip.trunk;

import java.util.List;

/**
 * A snapshot for operators and for the choice of routes.
 *
 * @param usable a call placed now would be tried
 * @param full every trunk that is up has as many calls as it may have
 * @param liveCalls of all trunks
 */
public record SipCarrierStatus(
    String id,
    boolean usable,
    boolean drained,
    boolean full,
    int liveCalls,
    List<TrunkStatus> trunks) {

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
   * @param refused its registration, or the credentials of its calls, were refused last
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
      boolean refused) {
    private boolean tellsMoreThan(TrunkStatus before) {
      return up != before.up
          || registered != before.registered
          || refused != before.refused
          || !id.equals(before.id)
          || !cause.equals(before.cause)
          || !address.equals(before.address);
    }
  }
}
