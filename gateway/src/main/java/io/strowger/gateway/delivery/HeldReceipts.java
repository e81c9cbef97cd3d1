package io.strowger.gateway.delivery;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The durable inbox in memory: receipts that outran the answer to their submit_sm, found by any of
 * the ids they may mean. Bounded in number and age by its owner.
 */
final class HeldReceipts {
  private final Map<String, Map<String, HeldReceipt>> byCarrier = new HashMap<>();
  private final ArrayDeque<HeldReceipt> byAge = new ArrayDeque<>();
  private int size;

  int size() {
    return size;
  }

  void add(HeldReceipt receipt) {
    Map<String, HeldReceipt> byId =
        byCarrier.computeIfAbsent(receipt.carrier(), _ -> new HashMap<>());
    for (String id : receipt.candidateIds()) {
      byId.put(id, receipt);
    }
    byAge.addLast(receipt);
    size++;
  }

  @Nullable HeldReceipt find(String carrier, String id) {
    Map<String, HeldReceipt> byId = byCarrier.get(carrier);
    return byId == null ? null : byId.get(id);
  }

  void remove(HeldReceipt receipt) {
    Map<String, HeldReceipt> byId = byCarrier.get(receipt.carrier());
    boolean known = false;
    if (byId != null) {
      for (String id : receipt.candidateIds()) {
        known |= byId.remove(id, receipt);
      }
    }
    size -= known ? 1 : 0;
  }

  /** Hands over what is too old, and the oldest of what is too many. */
  void expire(long nowMillis, int maxSize, Consumer<HeldReceipt> expired) {
    while (!byAge.isEmpty() && (size > maxSize || byAge.getFirst().untilMillis() <= nowMillis)) {
      HeldReceipt oldest = byAge.removeFirst();
      if (isHeld(oldest)) {
        remove(oldest);
        expired.accept(oldest);
      }
    }
  }

  private boolean isHeld(HeldReceipt receipt) {
    Map<String, HeldReceipt> byId = byCarrier.get(receipt.carrier());
    return byId != null
        && receipt.candidateIds().stream().anyMatch(id -> receipt.equals(byId.get(id)));
  }

  Collection<HeldReceipt> inOrderOfAge() {
    return byAge;
  }
}
