package io.strowger.gateway.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Bytes on a socket, for what no decent client would send. */
final class RawClient implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    this(port, 65_536);
  }

  /** With a receive buffer of this size, so that little is on its way when it does not read. */
  RawClient(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(receiveBuffer);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends for as long as the other side listens; true when it had enough before the end. */
  boolean floodUntilClosed(byte[] chunk, int times) {
    try {
      for (int i = 0; i < times; i++) {
        socket.getOutputStream().write(chunk);
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** One response, head and body. */
  String response() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    int length = 0;
    for (String line : head.toString().lines().toList()) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    return head + new String(body, StandardCharsets.UTF_8);
  }

  /** Reads until the text has come, or the connection ended. */
  String readUntil(String wanted) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!endsWith(text, wanted)) {
      int next = in.read();
      if (next < 0) {
        return text + "<end>";
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static boolean endsWith(StringBuilder text, String wanted) {
    int from = text.length() - wanted.length();
    return from >= 0 && text.indexOf(wanted, from) == from;
  }

  /** Everything until the connection ends; a reset ends it too. */
  String untilClosed() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[8_192];
    while (true) {
      int length;
      try {
        length = in.read(chunk);
      } catch (java.net.SocketException e) {
        break;
      }
      if (length < 0) {
        break;
      }
      all.write(chunk, 0, length);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
