package io.strowger.gateway.guard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The blocks in force, for operators to see. Any thread may read. */
public final class BlockBoard implements GuardObserver {
  private record Key(String account, String prefix, int hiddenDigits) {
    static Key of(PumpingBlock block) {
      return new Key(block.account(), block.prefix(), block.hiddenDigits());
    }
  }

  private final Map<Key, PumpingBlock> blocks = new ConcurrentHashMap<>();

  @Override
  public void pumpingBlocked(PumpingBlock block) {
    blocks.put(Key.of(block), block);
  }

  @Override
  public void pumpingLifted(PumpingBlock block, boolean byOperator) {
    blocks.remove(Key.of(block));
  }

  /** By account, then by prefix. */
  public List<PumpingBlock> blocks() {
    List<PumpingBlock> all = new ArrayList<>(blocks.values());
    all.sort(
        Comparator.comparing(PumpingBlock::account)
            .thenComparing(PumpingBlock::prefix)
            .thenComparingInt(PumpingBlock::hiddenDigits));
    return all;
  }
}
