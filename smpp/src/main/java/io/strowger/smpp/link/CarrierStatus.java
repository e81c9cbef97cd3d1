package io.strowger.smpp.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One carrier at a glance; an immutable snapshot.
 *
 * @param usable at least one link can transmit, and the carrier is not drained
 * @param queued submissions not yet written
 * @param estimatedWaitMillis how long a new submission would wait for rate and window
 * @param rateLimitPerSecond the rate in force, lowered while the carrier throttles; 0 is unlimited
 */
public record CarrierStatus(
    String carrier,
    boolean usable,
    boolean drained,
    int queued,
    long estimatedWaitMillis,
    double rateLimitPerSecond,
    double configuredRatePerSecond,
    List<LinkStatus> links) {

  /**
   * @param state CONNECTING, BINDING, BOUND, UNBINDING, WAITING (for the next attempt) or STOPPED
   * @param bindType as configured, for TX+RX pairs one status for each bind
   * @param sinceMillis epoch milliseconds of the last state change
   * @param interfaceVersion agreed with the SMSC, 0x33, 0x34 or 0x50; 0 while not bound
   * @param submitted submit_sm written since the carrier started
   * @param inDoubt of these, how many never got an answer
   * @param lastError why the link last went down, in words; null when it never did
   * @param refused the last attempt reached the carrier, and one side refused the other: its
   *     bind_resp, or the TLS handshake; never while bound
   * @param firstRefused bound with the second credential or certificate: with what the first was
   *     refused; else null
   * @param certificates of the last TLS handshake, also of one that failed for them; null without
   */
  public record LinkStatus(
      String link,
      String address,
      String state,
      String bindType,
      int windowUsed,
      int windowMax,
      long sinceMillis,
      long submitted,
      long inDoubt,
      int interfaceVersion,
      @Nullable String lastError,
      boolean refused,
      @Nullable String firstRefused,
      @Nullable Certificates certificates) {}

  /**
   * TLS certificates; times in epoch milliseconds.
   *
   * @param peerNotAfterMillis when the SMSC's certificate ends
   * @param ownNotAfterMillis when our client certificate ends; 0 when there is none
   * @param peerFingerprint SHA-256 of the SMSC's own certificate, in hexadecimal
   * @param peerSubject its distinguished name, as RFC 2253 writes it
   */
  public record Certificates(
      long peerNotAfterMillis,
      long ownNotAfterMillis,
      String peerFingerprint,
      String peerSubject) {}
}
