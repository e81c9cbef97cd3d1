package io.strowger.gateway.main;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Binds, submits one message and closes the connection without reading the answer, as privacyIDEA's
 * SMPP provider does. Written octet by octet, so that it shares nothing with what it tests.
 */
final class HastyEsme {
  private static final int BIND_TRANSMITTER = 0x00000002;
  private static final int SUBMIT_SM = 0x00000004;

  private final int port;
  private final String systemId;
  private final String password;

  HastyEsme(int port, String systemId, String password) {
    this.port = port;
    this.systemId = systemId;
    this.password = password;
  }

  /** Returns as soon as the submit_sm is with the kernel. */
  void visit(String to, String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(pdu(BIND_TRANSMITTER, 1, bind()));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] answer = new byte[in.readInt() - Integer.BYTES];
      in.readFully(answer);
      if (answer[7] != 0 || answer[6] != 0) {
        throw new IOException("the bind was refused");
      }
      out.write(pdu(SUBMIT_SM, 2, submit(to, text)));
      out.flush();
      // Half closed first: a reset would take back what the gateway has not read yet.
      socket.shutdownOutput();
    }
  }

  private byte[] bind() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    string(body, systemId);
    string(body, password);
    string(body, "");
    body.write(0x34);
    body.write(0);
    body.write(0);
    string(body, "");
    return body.toByteArray();
  }

  private static byte[] submit(String to, String text) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    string(body, "");
    body.write(5);
    body.write(0);
    string(body, "privacyIDEA");
    body.write(1);
    body.write(1);
    string(body, to);
    body.write(new byte[3]);
    string(body, "");
    string(body, "");
    body.write(new byte[4]);
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    body.write(octets.length);
    body.write(octets);
    return body.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.write(0);
  }

  private static byte[] pdu(int commandId, int sequence, byte[] body) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(octets);
    out.writeInt(16 + body.length);
    out.writeInt(commandId);
    out.writeInt(0);
    out.writeInt(sequence);
    out.write(body);
    return octets.toByteArray();
  }
}
