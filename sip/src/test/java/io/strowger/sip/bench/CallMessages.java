package io.strowger.sip.bench;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;

/** The messages of one call as a carrier's gateway exchanges them. */
final class CallMessages {
  private static final byte[] SDP =
      """
      v=0
      o=- 3724394400 3724394400 IN IP4 192.0.2.10
      s=-
      c=IN IP4 192.0.2.10
      t=0 0
      m=audio 30000 RTP/AVP 8 0 101
      a=rtpmap:8 PCMA/8000
      a=rtpmap:0 PCMU/8000
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-16
      a=ptime:20
      a=sendrecv
      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private CallMessages() {}

  private static SipRequest.Builder request(String method, long cseq, String callId) {
    return SipRequest.builder(method, "sip:+393331234567@198.51.100.7;user=phone")
        .header("From", "\"Strowger\" <sip:+390699999999@192.0.2.10>;tag=8f1c2d3e4a5b")
        .header("To", "<sip:+393331234567@198.51.100.7;user=phone>")
        .header("Call-ID", callId)
        .header("CSeq", cseq + " " + method)
        .header("Contact", "<sip:gw@192.0.2.10:5060>")
        .header("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO")
        .header("Supported", "100rel, timer")
        .header("User-Agent", "Strowger")
        .header("P-Asserted-Identity", "<sip:+390699999999@192.0.2.10>");
  }

  /** As the call gives it to the transaction layer, without Via. */
  static SipRequest newInvite(String callId) {
    return request("INVITE", 1, callId).body("application/sdp", SDP).build();
  }

  static SipRequest newAck(String callId) {
    return request("ACK", 1, callId).build();
  }

  static SipRequest newBye(String callId) {
    return request("BYE", 2, callId).build();
  }

  static SipRequest invite() {
    return sent(newInvite("b1946ac92492d2347c6235b4d2611184"));
  }

  static SipRequest bye() {
    return sent(newBye("b1946ac92492d2347c6235b4d2611184"));
  }

  private static SipRequest sent(SipRequest request) {
    return request.toBuilder()
        .headerFirst("Via", "SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK5f3a1b2c4d6e8f;rport")
        .build();
  }

  static SipResponse answer(SipRequest request, int status) {
    SipResponse.Builder answer =
        SipResponse.to(request, status)
            .toTag("as7d9f87a")
            .header("Contact", "<sip:+393331234567@198.51.100.7:5060>")
            .header("Server", "Carrier SBC 9.1");
    return status == 200 && request.method().equals("INVITE")
        ? answer.body("application/sdp", SDP).build()
        : answer.build();
  }
}
