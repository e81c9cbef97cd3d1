package io.strowger.gateway.delivery;

/**
 * Bounds of the dispatcher.
 *
 * @param maxOpenMessages open messages held; one more is refused at the door
 * @param maxRecent final messages kept in memory for late receipts and look-ups
 * @param recentMillis how long they are kept at most
 * @param maxHeldReceipts receipts of unknown messages kept; the oldest gives way
 * @param heldMillis how long such a receipt waits for its message
 * @param maxOwed notices owed to one account; beyond it the account's messages are refused
 * @param maxKept records kept for other parts; one more is refused
 * @param resendShare second copies after silence, as a share of accepted messages, 0–1
 */
public record DispatchSettings(
    int maxOpenMessages,
    int maxRecent,
    long recentMillis,
    int maxHeldReceipts,
    long heldMillis,
    int maxOwed,
    int maxKept,
    double resendShare) {
  public static final DispatchSettings DEFAULT =
      new DispatchSettings(200_000, 100_000, 900_000, 100_000, 120_000, 100_000, 400_000, 0.15);
}
