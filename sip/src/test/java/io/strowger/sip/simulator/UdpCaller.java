package io.strowger.sip.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipParser;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** A caller of few words over UDP. */
final class UdpCaller implements AutoCloseable {
  private final InetSocketAddress trunk;
  private final DatagramSocket socket =
      new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private String toTag = "";

  UdpCaller(InetSocketAddress trunk) throws IOException {
    this.trunk = trunk;
    socket.setSoTimeout(10_000);
  }

  private SipRequest.Builder request(String method, int cseq, String branch) {
    String us = "127.0.0.1:" + socket.getLocalPort();
    return SipRequest.builder(method, "sip:39333@127.0.0.1")
        .header("Via", "SIP/2.0/UDP " + us + ";branch=z9hG4bK" + branch)
        .header("From", "<sip:4321@127.0.0.1>;tag=a")
        .header("To", "<sip:39333@127.0.0.1>" + (toTag.isEmpty() ? "" : ";tag=" + toTag))
        .header("Call-ID", "call-" + socket.getLocalPort())
        .header("CSeq", cseq + " " + method)
        .header("Contact", "<sip:" + us + ">");
  }

  private void send(SipMessage message) throws IOException {
    byte[] octets = message.encode();
    socket.send(new DatagramPacket(octets, octets.length, trunk));
  }

  SipResponse finalAnswer() throws IOException {
    while (true) {
      DatagramPacket packet = new DatagramPacket(new byte[4000], 4000);
      socket.receive(packet);
      byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
      if (SipParser.parse(octets) instanceof SipReading.Message(SipResponse response)
          && !response.provisional()) {
        return response;
      }
    }
  }

  String invite(String sdp) throws IOException {
    send(
        request("INVITE", 1, "i")
            .body("application/sdp", sdp.getBytes(StandardCharsets.UTF_8))
            .build());
    SipResponse answer = finalAnswer();
    assertEquals(200, answer.status());
    toTag = Objects.requireNonNull(answer.toTag());
    send(request("ACK", 1, "a").build());
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  void bye() throws IOException {
    send(request("BYE", 2, "b").build());
    assertEquals(200, finalAnswer().status());
  }

  @Override
  public void close() {
    socket.close();
  }
}
