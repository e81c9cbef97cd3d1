package io.strowger.smpp.session;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from sequence numbers. A trie over the number, lowest five bits first: running
 * numbers spread evenly, so a window of 1000 is two levels deep and one change copies two arrays of
 * 32. Any 32-bit key works; the depth is at most seven.
 */
public final class SequenceMap<V> {
  private static final int BITS = 5;
  private static final int WIDTH = 1 << BITS;
  private static final SequenceMap<Object> EMPTY =
      new SequenceMap<>(new @Nullable Object[WIDTH], 0);

  /** A slot holds null, an {@link Entry}, or the next level's array. */
  private final @Nullable Object[] root;

  private final int size;

  private SequenceMap(@Nullable Object[] root, int size) {
    this.root = root;
    this.size = size;
  }

  @SuppressWarnings("unchecked") // holds nothing, so it is a map of anything
  public static <V> SequenceMap<V> empty() {
    return (SequenceMap<V>) EMPTY;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public @Nullable V get(int key) {
    @Nullable Object[] node = root;
    for (int shift = 0; ; shift += BITS) {
      Object slot = node[(key >>> shift) & (WIDTH - 1)];
      if (slot instanceof @Nullable Object[] child) {
        node = child;
      } else {
        return slot instanceof Entry entry && entry.key == key ? value(entry) : null;
      }
    }
  }

  public SequenceMap<V> with(int key, V value) {
    boolean grows = get(key) == null;
    return new SequenceMap<>(put(root, 0, new Entry(key, value)), grows ? size + 1 : size);
  }

  public SequenceMap<V> without(int key) {
    if (get(key) == null) {
      return this;
    }
    return size == 1 ? empty() : new SequenceMap<>(remove(root, 0, key), size - 1);
  }

  /** In no particular order. */
  public void forEach(Consumer<V> action) {
    visit(root, action);
  }

  private static @Nullable Object[] put(@Nullable Object[] node, int shift, Entry entry) {
    @Nullable Object[] copy = node.clone();
    int index = (entry.key >>> shift) & (WIDTH - 1);
    Object slot = node[index];
    if (slot instanceof @Nullable Object[] child) {
      copy[index] = put(child, shift + BITS, entry);
    } else if (slot instanceof Entry other && other.key != entry.key) {
      @Nullable Object[] child = new @Nullable Object[WIDTH];
      child[(other.key >>> (shift + BITS)) & (WIDTH - 1)] = other;
      copy[index] = put(child, shift + BITS, entry);
    } else {
      copy[index] = entry;
    }
    return copy;
  }

  private static @Nullable Object[] remove(@Nullable Object[] node, int shift, int key) {
    @Nullable Object[] copy = node.clone();
    int index = (key >>> shift) & (WIDTH - 1);
    if (node[index] instanceof @Nullable Object[] child) {
      @Nullable Object[] rest = remove(child, shift + BITS, key);
      copy[index] = isVacant(rest) ? null : rest;
    } else {
      copy[index] = null;
    }
    return copy;
  }

  private static boolean isVacant(@Nullable Object[] node) {
    for (Object slot : node) {
      if (slot != null) {
        return false;
      }
    }
    return true;
  }

  private void visit(@Nullable Object[] node, Consumer<V> action) {
    for (Object slot : node) {
      if (slot instanceof @Nullable Object[] child) {
        visit(child, action);
      } else if (slot instanceof Entry entry) {
        action.accept(value(entry));
      }
    }
  }

  @SuppressWarnings("unchecked") // only values of type V are ever put
  private V value(Entry entry) {
    return (V) entry.value;
  }

  private record Entry(int key, Object value) {}
}
