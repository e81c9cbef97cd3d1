package io.strowger.gateway.main.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ReceiptCallbacksTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @Test
  void requests_on_one_connection_are_counted_however_they_are_cut() throws IOException {
    try (ReceiptCallbacks callbacks = new ReceiptCallbacks();
        Socket socket = connect(callbacks)) {
      OutputStream out = socket.getOutputStream();
      out.write("GET /receipt?to=1 HTTP/1.1\r\nHost: x\r\n\r\nGET /rec".getBytes(US_ASCII));
      assertEquals(ANSWER, answer(socket));
      assertEquals(1, callbacks.received());
      out.write("eipt?to=2 HTTP/1.1\r\n".getBytes(US_ASCII));
      out.write("Host: x\r\n\r\n".getBytes(US_ASCII));
      assertEquals(ANSWER, answer(socket));
      assertEquals(2, callbacks.received());
    }
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(ANSWER.length()), US_ASCII);
  }

  private static Socket connect(ReceiptCallbacks callbacks) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), URI.create(callbacks.url()).getPort());
  }
}
