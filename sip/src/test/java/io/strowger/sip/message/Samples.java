package io.strowger.sip.message;

import java.nio.charset.StandardCharsets;

/** Messages as peers send them. */
public final class Samples {
  public static final String INVITE =
      """
      INVITE sip:+390612345678@carrier.example;user=phone SIP/2.0
      Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776asdhds;rport
      Max-Forwards: 70
      To: "Bob \\"B\\" Rossi" <sip:+390612345678@carrier.example>
      From: <sip:+390699999999@gw.example>;tag=1928301774
      Call-ID: a84b4c76e66710@192.0.2.1
      CSeq: 314159 INVITE
      Contact: <sip:gw@192.0.2.1:5060>
      Supported: 100rel, timer
      Content-Type: application/sdp
      Content-Length: 4

      v=0
      """;

  public static final String RINGING =
      """
      SIP/2.0 180 Ringing
      v: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776asdhds;received=192.0.2.9;rport=5062
      Record-Route: <sip:p2.example;lr>, <sip:p1.example;lr>
      t: <sip:+390612345678@carrier.example>;tag=a6c85cf
      f: <sip:+390699999999@gw.example>;tag=1928301774
      i: a84b4c76e66710@192.0.2.1
      CSeq: 314159 INVITE
      m: <sip:bob@192.0.2.4>
      l: 0

      """;

  private Samples() {}

  /** With the line ends that SIP has. */
  public static byte[] octets(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  public static SipMessage read(String text) {
    return switch (SipParser.parse(octets(text))) {
      case SipReading.Message(SipMessage message) -> message;
      case SipReading.Invalid invalid -> throw new AssertionError(invalid.why());
      case SipReading.KeepAlive _ -> throw new AssertionError("no message");
    };
  }

  public static SipRequest invite() {
    return (SipRequest) read(INVITE);
  }
}
