package io.strowger.gateway.guard;

import io.strowger.gateway.number.PrefixTree;
import java.util.Map;
import java.util.TreeMap;

/** What one SMS segment costs, by the longest matching prefix. Immutable. */
public final class RateDeck {
  public static final RateDeck EMPTY = new RateDeck(Map.of());
  static final long NO_PRICE = -1;

  private final Map<String, Long> microsByPrefix;
  private final PrefixTree<Long> tree;

  /**
   * @param microsByPrefix millionths of the currency, by prefixes of {@code +} and digits
   */
  public RateDeck(Map<String, Long> microsByPrefix) {
    this.microsByPrefix = Map.copyOf(microsByPrefix);
    this.tree = new PrefixTree<>(this.microsByPrefix);
  }

  /** In millionths; {@link #NO_PRICE} where the deck is silent. */
  long microsPerPart(String e164) {
    Long price = tree.longestMatch(e164);
    return price == null ? NO_PRICE : price;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RateDeck deck && deck.microsByPrefix.equals(microsByPrefix);
  }

  @Override
  public int hashCode() {
    return microsByPrefix.hashCode();
  }

  @Override
  public String toString() {
    return "RateDeck" + new TreeMap<>(microsByPrefix);
  }
}
