package io.strowger.gateway.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing byte array that one commit after another is written into. */
final class BodyWriter {
  /** Lowest bit of a string's length: two bytes a character. */
  static final int WIDE = 1;

  private byte[] bytes = new byte[64 * 1024];
  private int size;

  int size() {
    return size;
  }

  /** The array itself; valid up to {@link #size} and until the next put. */
  byte[] array() {
    return bytes;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  void reset() {
    size = 0;
  }

  /** Forgets the content, for buffers that held a plain text. */
  void wipe() {
    Arrays.fill(bytes, 0, size, (byte) 0);
    size = 0;
  }

  void putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void putInt(int value) {
    reserve(4);
    size += 4;
    patchInt(size - 4, value);
  }

  /** Writes over four bytes that were put before. */
  void patchInt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  /** Seven bits a byte, least significant first; small non-negative values are short. */
  void putVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /**
   * One byte a character where that is enough, else UTF-16: exact for every string, unpaired
   * surrogates included, and faster than UTF-8.
   */
  void putString(String text) {
    int length = text.length();
    int lengthAt = size;
    putVarint((long) length << 1);
    reserve(2 * length);
    int start = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > 0xFF) {
        bytes[lengthAt] |= WIDE;
        putWide(text);
        return;
      }
      bytes[start + i] = (byte) c;
    }
    size = start + length;
  }

  private void putWide(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes[size++] = (byte) (c >>> 8);
      bytes[size++] = (byte) c;
    }
  }

  void putNullable(@Nullable String text) {
    if (text == null) {
      putByte(0);
    } else {
      putByte(1);
      putString(text);
    }
  }

  /** Room for so many bytes written straight into {@link #array}; follow with {@link #advance}. */
  void reserve(int more) {
    if (bytes.length - size < more) {
      byte[] grown = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
      Arrays.fill(bytes, (byte) 0);
      bytes = grown;
    }
  }

  void advance(int by) {
    size += by;
  }
}
