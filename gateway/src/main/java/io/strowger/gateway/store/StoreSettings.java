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
 * @param journalMaxBytes size of the journal, at least 64 KiB, from which new messages are refused;
 *     half as much again is left for what happens to those it has
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
    long journalMaxBytes,
    int historyPendingMax,
    int recentMax,
    Duration recentAge) {

  public StoreSettings {
    if (historyRetention.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException("history retention below one hour");
    }
    if (journalMaxBytes < 64 << 10 || segmentRows < 1 || historyPendingMax < 1 || recentMax < 0) {
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
        64L << 30,
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
        journalMaxBytes,
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
        journalMaxBytes,
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
        journalMaxBytes,
        historyPendingMax,
        recentMax,
        recentAge);
  }

  public StoreSettings withJournalMaxBytes(long max) {
    return new StoreSettings(
        directory,
        masterKey,
        historyRetention,
        segmentRows,
        segmentAge,
        keySlot,
        max,
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
        journalMaxBytes,
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
        journalMaxBytes,
        historyPendingMax,
        max,
        age);
  }

  public StoreSettings withKeySlot(Duration slot) {
    return new StoreSettings(
        directory,
        masterKey,
        historyRetention,
        segmentRows,
        segmentAge,
        slot,
        journalMaxBytes,
        historyPendingMax,
        recentMax,
        recentAge);
  }

  public StoreSettings withDirectory(Path other) {
    return new StoreSettings(
        other,
        masterKey,
        historyRetention,
        segmentRows,
        segmentAge,
        keySlot,
        journalMaxBytes,
        historyPendingMax,
        recentMax,
        recentAge);
  }
}
