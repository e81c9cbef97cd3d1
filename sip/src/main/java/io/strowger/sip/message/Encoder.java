package io.strowger.sip.message;

import java.nio.charset.StandardCharsets;

/** Messages to octets. */
final class Encoder {
  private static final int HEAD_INITIAL = 640;

  private Encoder() {}

  static byte[] encode(String startLine, Fields fields, byte[] body) {
    StringBuilder head = new StringBuilder(HEAD_INITIAL).append(startLine).append("\r\n");
    for (int i = 0; i < fields.size(); i++) {
      head.append(fields.name(i)).append(": ").append(fields.value(i)).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] octets = head.toString().getBytes(StandardCharsets.UTF_8);
    if (body.length == 0) {
      return octets;
    }
    byte[] whole = new byte[octets.length + body.length];
    System.arraycopy(octets, 0, whole, 0, octets.length);
    System.arraycopy(body, 0, whole, octets.length, body.length);
    return whole;
  }
}
