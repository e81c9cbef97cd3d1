package io.strowger.gateway.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The carriers with their links and trunks, as operators see them. Any thread; answers from
 * snapshots.
 */
public interface LinkDirectory {
  List<Carrier> carriers();

  /** Carriers that call; none where there is no voice. */
  default List<Caller> callers() {
    return List.of();
  }

  /** Binds of auth servers; none while that door is closed. */
  default List<Esme> esmes() {
    return List.of();
  }

  /**
   * Gives the carrier no new messages; its links stay bound for receipts, its calls go on.
   *
   * @return false when there is no such carrier
   */
  boolean drain(String carrier);

  /**
   * Ends {@link #drain}.
   *
   * @return false when there is no such carrier
   */
  boolean resume(String carrier);

  /**
   * @param usable a link is bound that can transmit, and the carrier is not drained
   * @param queued submissions that wait for rate and window
   * @param estimatedWaitMillis how long a new submission would wait
   * @param rateLimitPerSecond in force now, lowered while the carrier throttles; 0 is unlimited
   * @param configuredRatePerSecond 0 is unlimited
   */
  record Carrier(
      String id,
      boolean usable,
      boolean drained,
      int queued,
      long estimatedWaitMillis,
      double rateLimitPerSecond,
      double configuredRatePerSecond,
      List<Link> links) {}

  /**
   * @param state CONNECTING, BINDING, BOUND, UNBINDING, WAITING or STOPPED
   * @param bindType transceiver, transmitter or receiver
   * @param sinceMillis epoch milliseconds of the last change of state
   * @param submitted since start
   * @param inDoubt submits since start whose answer was lost
   * @param lastError why the link last went down; null when it never did
   */
  record Link(
      String id,
      String address,
      String state,
      String bindType,
      int windowUsed,
      int windowMax,
      long sinceMillis,
      long submitted,
      long inDoubt,
      @Nullable String lastError) {}

  /**
   * A carrier that calls.
   *
   * @param usable a call placed now would be tried
   */
  record Caller(
      String id, boolean usable, boolean drained, int callsInProgress, List<Trunk> trunks) {}

  /**
   * @param state UP, DOWN, REGISTERING or PAUSED
   * @param callsMax calls at once
   * @param sinceMillis epoch milliseconds of the last change of state
   * @param pausedUntilMillis epoch milliseconds; 0 when the carrier did not ask for a pause
   * @param lastError null when it is well
   */
  record Trunk(
      String id,
      String address,
      String state,
      int callsInProgress,
      int callsMax,
      long sinceMillis,
      long pausedUntilMillis,
      @Nullable String lastError) {}

  /**
   * A bind of an auth server.
   *
   * @param bindType transceiver, transmitter or receiver
   * @param version as in interface_version: 3.3, 3.4 or 5.0
   * @param boundMillis epoch milliseconds
   * @param heardMillis when it was last heard, epoch milliseconds
   * @param awaited its requests that wait for an answer
   * @param unanswered receipts that wait for its answer
   * @param requests since it is bound
   * @param refused of them at once: for their speed, or for what they were
   * @param delivered receipts that it has answered
   */
  record Esme(
      String account,
      String systemId,
      String bindType,
      String version,
      String address,
      String listener,
      boolean tls,
      long boundMillis,
      long heardMillis,
      int awaited,
      int unanswered,
      long requests,
      long refused,
      long delivered) {}
}
