package io.strowger.sip.media;

/**
 * Counts of one call.
 *
 * @param packetsSent RTP packets
 * @param packetsReceived RTP packets from the negotiated peer
 * @param packetsLost expected and not received (RFC 3550 A.3); negative with duplicates
 * @param jitterMillis interarrival jitter (RFC 3550 A.8)
 * @param farEndLossPercent what the peer last reported, 0–100; -1 when it never did
 * @param farEndJitterMillis what the peer last reported; -1 when it never did
 * @param packetsIgnored malformed, forged or replayed ones
 * @param byeReceived the peer left by RTCP BYE
 */
public record MediaStatistics(
    long packetsSent,
    long packetsReceived,
    long packetsLost,
    double jitterMillis,
    double farEndLossPercent,
    double farEndJitterMillis,
    long packetsIgnored,
    boolean byeReceived) {
  /** Of a call without media. */
  public static final MediaStatistics NONE = new MediaStatistics(0, 0, 0, 0, -1, -1, 0, false);
}
