package io.strowger.gateway.webhook;

/**
 * What one account is owed on one channel.
 *
 * @param oldestMillis when the oldest change of it happened, epoch milliseconds
 * @param down the receiver failed several times in a row
 */
public record LaneStatus(
    String channel, String account, int owed, long oldestMillis, boolean down) {}
