package io.strowger.gateway.store;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data key in use, the next one, made ready in the background, and those that are to be
 * shredded.
 */
final class DataKeys {
  private static final Logger log = LoggerFactory.getLogger(DataKeys.class);

  private final KeyFiles files;
  private final AtomicReference<@Nullable DataKey> prepared = new AtomicReference<>();
  private final ConcurrentLinkedQueue<Long> toShred = new ConcurrentLinkedQueue<>();
  private @Nullable DataKey current;
  private boolean used;
  private long sinceMillis;
  private final AtomicLong nextId = new AtomicLong();

  DataKeys(KeyFiles files) {
    this.files = files;
  }

  /**
   * Begins with a new key, as each process does: nonces are counted in memory alone.
   *
   * @param journalMax greatest key id in the journal; an id is never given twice
   * @param needed ids of the keys that open messages need; all others are shredded
   */
  void begin(long journalMax, Set<Long> needed, long nowMillis) throws IOException {
    long max = journalMax;
    for (long id : files.ids()) {
      max = Math.max(max, id);
      if (!needed.contains(id)) {
        toShred.add(id);
      }
    }
    current = files.create(max + 1);
    nextId.set(max + 2);
    sinceMillis = nowMillis;
  }

  @Nullable SecretKey load(long id) throws IOException {
    return files.load(id);
  }

  /** The key to encrypt with. */
  DataKey current() {
    DataKey key = current;
    if (key == null) {
      throw new IllegalStateException("not recovered yet");
    }
    return key;
  }

  /** The current key is about to be used. */
  DataKey use() {
    used = true;
    return current();
  }

  /** Takes the next key when the current one was used and its time is over. */
  boolean roll(long nowMillis, long slotMillis) {
    boolean over = nowMillis - sinceMillis >= slotMillis || nowMillis < sinceMillis;
    if (!used || !over) {
      return false;
    }
    DataKey next = prepared.getAndSet(null);
    if (next == null) {
      return false;
    }
    current = next;
    used = false;
    sinceMillis = nowMillis;
    return true;
  }

  /** No open message needs these keys any longer. */
  void retire(List<LedgerSlot> slots) {
    for (LedgerSlot slot : slots) {
      toShred.add(slot.keyId());
    }
  }

  /** In the background; what fails is tried again in the next round. */
  void prepareAndShred() {
    try {
      if (prepared.get() == null && nextId.get() > 0) {
        prepared.set(files.create(nextId.getAndIncrement()));
      }
      for (Long id = toShred.peek(); id != null; id = toShred.peek()) {
        files.shred(id);
        toShred.poll();
      }
    } catch (IOException e) {
      log.warn("Data keys could not be prepared or shredded yet", e);
    }
  }
}
