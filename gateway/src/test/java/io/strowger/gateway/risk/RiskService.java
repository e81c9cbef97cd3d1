package io.strowger.gateway.risk;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Answers every connection's first request with the same octets, and then closes it or hangs. */
final class RiskService {
  final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final List<Socket> open = new ArrayList<>();
  private @Nullable ServerSocket server;
  volatile String answer = "";
  volatile boolean hangs;

  static String json(int status, String body) {
    return "HTTP/1.1 %d Answer\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }

  void open() throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server = listening;
    var _ = Thread.ofVirtual().start(() -> serve(listening));
  }

  int port() {
    ServerSocket listening = server;
    return listening == null ? 0 : listening.getLocalPort();
  }

  private void serve(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        synchronized (open) {
          open.add(socket);
        }
        var _ = Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void answer(Socket socket) {
    try {
      requests.add(read(socket.getInputStream()));
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      if (!hangs) {
        socket.close();
      }
    } catch (IOException _) {
      // The client gave up, which is what some tests are about.
    }
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0 || !request.toString().endsWith("}")) {
      int octet = in.read();
      if (octet < 0) {
        break;
      }
      request.append((char) octet);
    }
    return request.toString();
  }

  void close() {
    try {
      ServerSocket listening = server;
      if (listening != null) {
        listening.close();
      }
      synchronized (open) {
        for (Socket socket : open) {
          socket.close();
        }
      }
    } catch (IOException _) {
      // Nothing is asked of it any more.
    }
  }
}
