package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The most frequent keys of the latest events and roughly how often each came, in constant memory
 * (Metwally, Agrawal and El Abbadi, 2005): a key without a counter takes over the smallest one.
 * Halving all counts now and then lets the past fade.
 */
final class SpaceSaving {
  private final int[] keys;
  private final int[] counts;

  /** By how much each count may be too large: what its counter held before. */
  private final int[] errors;

  private int used;
  private int total;

  SpaceSaving(int capacity) {
    this.keys = new int[capacity];
    this.counts = new int[capacity];
    this.errors = new int[capacity];
  }

  /** Counts one event, and returns how many there were of the key at least. */
  int add(int key) {
    total++;
    int least = 0;
    for (int i = 0; i < used; i++) {
      if (keys[i] == key) {
        return ++counts[i] - errors[i];
      }
      if (counts[i] < counts[least]) {
        least = i;
      }
    }
    if (used < keys.length) {
      least = used++;
      counts[least] = 0;
    }
    keys[least] = key;
    errors[least] = counts[least];
    counts[least]++;
    return 1;
  }

  void halve() {
    for (int i = 0; i < used; i++) {
      counts[i] >>= 1;
      errors[i] >>= 1;
    }
    total >>= 1;
  }

  /** At least so many. */
  int count(int key) {
    for (int i = 0; i < used; i++) {
      if (keys[i] == key) {
        return counts[i] - errors[i];
      }
    }
    return 0;
  }

  /** At most so many: one without a counter may have had as many as the smallest. */
  int countMax(int key) {
    int least = used < keys.length ? 0 : Integer.MAX_VALUE;
    for (int i = 0; i < used; i++) {
      if (keys[i] == key) {
        return counts[i];
      }
      least = Math.min(least, counts[i]);
    }
    return least;
  }

  double share(int key) {
    return total == 0 ? 0 : (double) count(key) / total;
  }

  int total() {
    return total;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(total);
    out.writeInt(used);
    for (int i = 0; i < used; i++) {
      out.writeInt(keys[i]);
      out.writeInt(counts[i]);
      out.writeInt(errors[i]);
    }
  }

  void read(DataInput in) throws IOException {
    total = in.readInt();
    used = Math.min(in.readInt(), keys.length);
    for (int i = 0; i < used; i++) {
      keys[i] = in.readInt();
      counts[i] = in.readInt();
      errors[i] = in.readInt();
    }
  }
}
