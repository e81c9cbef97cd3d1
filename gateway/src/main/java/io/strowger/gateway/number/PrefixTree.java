package io.strowger.gateway.number;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Longest-prefix match over digits: one array step for each digit. Immutable once built. */
public final class PrefixTree<T> {
  private static final class Node<T> {
    @Nullable T value;

    @SuppressWarnings("unchecked") // Arrays of a generic type cannot be made otherwise.
    final @Nullable Node<T>[] next = (Node<T>[]) new Node<?>[10];
  }

  private final Node<T> root = new Node<>();

  /**
   * @param entries by prefix: {@code +} and digits
   */
  public PrefixTree(Map<String, T> entries) {
    entries.forEach(this::put);
  }

  private void put(String prefix, T value) {
    Node<T> node = root;
    for (int i = 1; i < prefix.length(); i++) {
      int digit = prefix.charAt(i) - '0';
      Node<T> next = node.next[digit];
      if (next == null) {
        next = new Node<>();
        node.next[digit] = next;
      }
      node = next;
    }
    node.value = value;
  }

  /**
   * @param e164 {@code +} and digits
   */
  public @Nullable T longestMatch(String e164) {
    Node<T> node = root;
    T best = node.value;
    for (int i = 1; i < e164.length(); i++) {
      Node<T> next = node.next[e164.charAt(i) - '0'];
      if (next == null) {
        break;
      }
      node = next;
      if (node.value != null) {
        best = node.value;
      }
    }
    return best;
  }
}
