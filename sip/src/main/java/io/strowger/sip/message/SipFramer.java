package io.strowger.sip.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into messages by their Content-Length (RFC 3261 section 18.3), holding no more than
 * one message of the longest length allowed. Not safe for use by several threads.
 */
public final class SipFramer {
  /** Carriers' messages have 0.4 to 4 KiB. */
  public static final int MESSAGE_OCTETS_MAX = 64 * 1024;

  private static final int INITIAL = 2048;

  private final int octetsMax;
  private byte[] buffer = {};
  private int from;
  private int to;
  private int scanned;
  private @Nullable Head head;
  private int bodyAt;
  private boolean outOfStep;

  public SipFramer() {
    this(MESSAGE_OCTETS_MAX);
  }

  /**
   * With another bound.
   *
   * @param octetsMax of a message, body included
   */
  public SipFramer(int octetsMax) {
    this.octetsMax = octetsMax;
  }

  /** Takes octets in; call {@link #next()} until it has no more before taking in others. */
  public void append(byte[] octets, int offset, int length) {
    if (outOfStep) {
      return;
    }
    room(length);
    System.arraycopy(octets, offset, buffer, to, length);
    to += length;
  }

  private void room(int length) {
    if (to + length <= buffer.length) {
      return;
    }
    int held = to - from;
    byte[] next =
        held + length <= buffer.length
            ? buffer
            : new byte[Math.max(INITIAL, Integer.highestOneBit(held + length - 1) << 1)];
    System.arraycopy(buffer, from, next, 0, held);
    bodyAt -= from;
    scanned -= from;
    to = held;
    from = 0;
    buffer = next;
  }

  /** Octets of a message whose end has not come yet. */
  public int waiting() {
    return to - from;
  }

  /** True when the beginning of the next message is lost: nothing more is read, so close. */
  public boolean outOfStep() {
    return outOfStep;
  }

  /** The next message, or null until more octets come. */
  public @Nullable SipReading next() {
    if (outOfStep) {
      return null;
    }
    if (head == null) {
      SipReading early = readHead();
      if (early != null || head == null) {
        return early;
      }
    }
    Head current = head;
    int length = (int) Math.max(0, current.contentLength());
    if (to - bodyAt < length) {
      return null;
    }
    byte[] body = Arrays.copyOfRange(buffer, bodyAt, bodyAt + length);
    begin(bodyAt + length);
    return SipParser.read(current, body);
  }

  private void begin(int at) {
    from = at;
    scanned = at;
    head = null;
    if (from == to) {
      from = 0;
      to = 0;
      scanned = 0;
      if (buffer.length > INITIAL) {
        // A long message must not make its connection heavy for ever.
        buffer = new byte[0];
      }
    }
  }

  private @Nullable SipReading readHead() {
    int lines = 0;
    while (from + lines < to && (buffer[from + lines] == '\r' || buffer[from + lines] == '\n')) {
      lines++;
    }
    if (lines > 0) {
      boolean waitsForMore = from + lines == to && lines < 4 && lines % 2 != 0;
      if (waitsForMore) {
        return null;
      }
      begin(from + lines);
      return new SipReading.KeepAlive(lines >= 4);
    }
    int end = SipParser.endOfHead(buffer, Math.max(from, scanned - 3), to);
    scanned = to;
    if (end < 0) {
      return to - from <= octetsMax ? null : lost(null, "no end of the headers");
    }
    Head read = Head.read(buffer, from, end);
    bodyAt = end + 4;
    if (read.startLine() instanceof StartLine.Unreadable unreadable
        && read.fields().first("Via") == null) {
      return lost(null, unreadable.why());
    }
    if (!read.lengthClear()) {
      return lost(read, read.problem() == null ? "no length" : read.problem());
    }
    if (read.contentLength() == Head.NO_LENGTH && read.fields().first("Content-Type") != null) {
      return lost(read, "a body without Content-Length on a stream");
    }
    if (read.contentLength() + (bodyAt - from) > octetsMax) {
      outOfStep = true;
      release();
      return SipParser.refuse(read, 513, "longer than " + octetsMax + " octets");
    }
    head = read;
    return null;
  }

  private SipReading lost(@Nullable Head read, String why) {
    outOfStep = true;
    release();
    return read == null ? new SipReading.Invalid(null, why) : SipParser.refuse(read, 400, why);
  }

  private void release() {
    buffer = new byte[0];
    from = 0;
    to = 0;
  }
}
