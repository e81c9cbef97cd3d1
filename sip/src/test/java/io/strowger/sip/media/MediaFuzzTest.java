package io.strowger.sip.media;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.security.SecureRandom;

/** Descriptions and packets from anywhere: nothing throws, and what is agreed makes sense. */
final class MediaFuzzTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @FuzzTest
  void any_description_is_agreed_or_refused(FuzzedDataProvider data) {
    boolean secure = data.consumeBoolean();
    boolean offer = data.consumeBoolean();
    MediaRequest request =
        new MediaRequest(
            MediaRequest.DEFAULT.laws(),
            20,
            MediaRequest.Family.IPV4,
            secure ? MediaRequest.Encryption.SDES : MediaRequest.Encryption.NONE);
    Negotiator negotiator =
        new Negotiator(
            request, new SdpWriter(InetAddress.getLoopbackAddress(), 4000, 4001, 1, 1), RANDOM);
    var _ = negotiator.offer();
    String text = data.consumeRemainingAsString();
    Negotiator.Outcome outcome = offer ? negotiator.offered(text) : negotiator.answered(text);
    if (outcome.negotiation() instanceof Negotiation.Agreed agreed) {
      check(agreed.remote().getPort() > 0);
      check(MediaRequest.PACKET_MILLIS.contains(agreed.packetMillis()));
      check(agreed.encrypted() == secure);
      check(!agreed.remote().isUnresolved());
    }
  }

  @FuzzTest
  void any_packet_is_read_within_its_bounds(FuzzedDataProvider data) {
    byte[] octets = data.consumeRemainingAsBytes();
    byte[] packet = new byte[RtpNetwork.PACKET_OCTETS_MAX];
    int length = Math.min(octets.length, packet.length);
    System.arraycopy(octets, 0, packet, 0, length);
    RtpHeader header = new RtpHeader();
    if (header.read(packet, length)) {
      check(header.payloadOffset >= RtpHeader.OCTETS);
      check(header.payloadLength >= 0);
      check(header.payloadOffset + header.payloadLength <= length);
    }
    var _ = new RtcpReports(1, 1).read(packet, length, 1);
  }

  @FuzzTest
  void any_run_of_telephone_events_tells_keys_only(FuzzedDataProvider data) {
    KeyReceiver keys = new KeyReceiver();
    RtpHeader header = new RtpHeader();
    RtpReception reception = new RtpReception();
    int packets = 0;
    int told = 0;
    while (data.remainingBytes() > 0) {
      byte[] octets = data.consumeBytes(data.consumeInt(0, 24));
      if (header.read(octets, octets.length)) {
        packets++;
        reception.packet(header, data.consumeInt());
        char key = keys.packet(header, octets);
        told += key == 0 ? 0 : 1;
        check(key == 0 || Keys.event(key) < 16);
        check(reception.jitterMillis() >= 0);
        check(reception.fractionLost() <= 255);
      }
    }
    check(told <= packets);
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("does not hold");
    }
  }
}
