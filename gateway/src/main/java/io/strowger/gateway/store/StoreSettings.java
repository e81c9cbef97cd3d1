package io.strowger.gateway.store;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param directory holds everything the store writes; created when missing
 * @param masterKey file of 32 bytes, raw or as 64 hexadecimal digits, that wraps the data keys;
 *     null for {@code master.key} in the directory, created at the first start
 * @param historyRetention how long final messages are kept, at least an hour
 * @param segmentRows messages in one history file, 1 or more
 * @param segmentAge after which a history file is sealed even when it is not full
 * @param keySlot acceptance time that shares one data key
 * @param historyPendingMax final messages that may wait in memory to be written to history; beyond
 *     it commits are refused
 * @param recentMax how many final messages {@code recover} gives back at most
 * @param recentAge and how long ago they were accepted at most
 */
public record StoreSettings(
    Path directory,
    @Nullable Path masterKey,
    Duration historyRetention,
    int segmentRows,
    Duration segmentAge,
    Duration keySlot,
    int historyPendingMax,
    int recentMax,
    Duration recentAge) {

  public StoreSettings {
    if (historyRetention.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException("history retention below one hour");
    }
    if (segmentRows < 1 || historyPendingMax < 1 || recentMax < 0) {
      throw new IllegalArgumentException("a store limit is out of range");
    }
    if (!segmentAge.isPositive() || !keySlot.isPositive() || recentAge.isNegative()) {
      throw new IllegalArgumentException("a store duration is out of range");
    }
  }

  /** The defaults: 30 days of history, a key a minute. */
  public static StoreSettings in(Path directory) {
    return new StoreSettings(
        directory,
        null,
        Duration.ofDays(30),
        500_000,
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        200_000,
        200_000,
        Duration.ofMinutes(15));
  }

  public StoreSettings withMasterKey(@Nullable Path file) {
    return new StoreSettings(
        directory,
        file,
        historyRetention,
        segmentRows,
        segmentAge,
        keySlot,
        historyPendingMax,
        recentMax,
        recentAge);
  }

  public StoreSettings withHistoryRetention(Duration retention) {
    return new StoreSettings(
        directory,
        masterKey,
        retention,
        segmentRows,
        segmentAge,
        keySlot,
        historyPendingMax,
        recentMax,
        recentAge);
  }

  public StoreSettings withSegments(int rows, Duration age) {
    return new StoreSettings(
        directory,
        masterKey,
        historyRetention,
        rows,
        age,
        keySlot,
        historyPendingMax,
        recentMax,
        recentAge);
  }

  public StoreSettings withHistoryPendingMax(int max) {
    return new StoreSettings(
        directory,
        masterKey,
        historyRetention,
        segmentRows,
        segmentAge,
        keySlot,
        max,
        recentMax,
        recentAge);
  }

  public StoreSettings withRecents(int max, Duration age) {
    return new StoreSettings(
        directory,
        masterKey,
        historyRetention,
        segmentRows,
        segmentAge,
        keySlot,
        historyPendingMax,
        max,
        age);
  }
}
