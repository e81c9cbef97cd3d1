package io.strowger.gateway.store;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link BodyWriter} wrote; everything beyond the bounds is a {@link DamagedException}.
 */
final class BodyReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  BodyReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  int position() {
    return at;
  }

  int remaining() {
    return end - at;
  }

  void skip(int count) throws DamagedException {
    need(count);
    at += count;
  }

  int readByte() throws DamagedException {
    need(1);
    return bytes[at++] & 0xFF;
  }

  int readInt() throws DamagedException {
    need(4);
    int value =
        (bytes[at] & 0xFF) << 24
            | (bytes[at + 1] & 0xFF) << 16
            | (bytes[at + 2] & 0xFF) << 8
            | (bytes[at + 3] & 0xFF);
    at += 4;
    return value;
  }

  long readLong() throws DamagedException {
    long high = readInt();
    return high << 32 | (readInt() & 0xFFFF_FFFFL);
  }

  long readVarint() throws DamagedException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new DamagedException("a number has no end");
  }

  /** A varint that counts things of at least one byte each that follow. */
  int readCount() throws DamagedException {
    long count = readVarint();
    if (count < 0 || count > remaining()) {
      throw new DamagedException("a count is larger than what follows");
    }
    return (int) count;
  }

  String readString() throws DamagedException {
    long head = readVarint();
    long length = head >>> 1;
    if ((head & BodyWriter.WIDE) == 0) {
      need(length);
      String text = new String(bytes, at, (int) length, StandardCharsets.ISO_8859_1);
      at += (int) length;
      return text;
    }
    if (length > remaining()) {
      throw new DamagedException("a text is longer than what follows");
    }
    need(2 * length);
    char[] chars = new char[(int) length];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) ((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF));
      at += 2;
    }
    return new String(chars);
  }

  @Nullable String readNullable() throws DamagedException {
    return switch (readByte()) {
      case 0 -> null;
      case 1 -> readString();
      default -> throw new DamagedException("neither null nor a text");
    };
  }

  private void need(long count) throws DamagedException {
    if (count < 0 || count > end - at) {
      throw new DamagedException("ends too early");
    }
  }
}
