package io.strowger.gateway.main.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Reads HTTP/1.1 answers that carry a Content-Length, one after the other, keeping only the status.
 * Far cheaper than a whole client, which matters where the client shares the machine with what it
 * measures.
 */
final class AnswerReader {
  private static final int MAX_HEAD_OCTETS = 16 * 1024;
  private static final byte[] LENGTH = "content-length:".getBytes(US_ASCII);
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  /** What is left of the answer's body; -1 while its head is being read. */
  private long bodyLeft = -1;

  private int status;

  /**
   * Consumes octets up to the end of one answer.
   *
   * @return its status, or 0 when more octets are needed
   * @throws IllegalStateException when this is no answer that can be read here
   */
  int read(ByteBuf in) {
    if (bodyLeft < 0 && !readHead(in)) {
      return 0;
    }
    int taken = (int) Math.min(bodyLeft, in.readableBytes());
    in.skipBytes(taken);
    bodyLeft -= taken;
    if (bodyLeft > 0) {
      return 0;
    }
    bodyLeft = -1;
    return status;
  }

  private boolean readHead(ByteBuf in) {
    int start = in.readerIndex();
    int end = endOfHead(in);
    if (end < 0) {
      if (in.readableBytes() > MAX_HEAD_OCTETS) {
        throw new IllegalStateException("an answer's head does not end");
      }
      return false;
    }
    status = 0;
    for (int i = 0; i < 3; i++) {
      int digit = in.getByte(start + STATUS_AT + i) - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalStateException("this is no HTTP/1.1 answer");
      }
      status = status * 10 + digit;
    }
    bodyLeft = contentLength(in, start, end);
    in.readerIndex(end);
    return true;
  }

  /** The index after the empty line, or -1. */
  private static int endOfHead(ByteBuf in) {
    int from = in.readerIndex();
    while (true) {
      int lf = in.forEachByte(from, in.writerIndex() - from, ByteProcessor.FIND_LF);
      if (lf < 0) {
        return -1;
      }
      int lineStart = from;
      int length = lf - lineStart;
      if (length == 0 || (length == 1 && in.getByte(lineStart) == '\r')) {
        return lf + 1;
      }
      from = lf + 1;
    }
  }

  private static long contentLength(ByteBuf in, int start, int end) {
    int line = start;
    while (line < end) {
      int lf = in.forEachByte(line, end - line, ByteProcessor.FIND_LF);
      if (lf - line > LENGTH.length && startsWithLength(in, line)) {
        return number(in, line + LENGTH.length, lf);
      }
      line = lf + 1;
    }
    throw new IllegalStateException("an answer without Content-Length");
  }

  private static boolean startsWithLength(ByteBuf in, int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      // Lower case by one bit: right for letters, and '-' and ':' have that bit already.
      if ((in.getByte(at + i) | 0x20) != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private static long number(ByteBuf in, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      byte octet = in.getByte(i);
      if (octet >= '0' && octet <= '9') {
        number = number * 10 + (octet - '0');
      } else if (octet != ' ' && octet != '\r') {
        throw new IllegalStateException("a Content-Length that is no number");
      }
      if (number > Integer.MAX_VALUE) {
        throw new IllegalStateException("a Content-Length that is too large");
      }
    }
    return number;
  }
}
