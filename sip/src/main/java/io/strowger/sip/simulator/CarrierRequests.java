package io.strowger.sip.simulator;

import io.strowger.sip.message.NameAddress;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.Target;
import io.strowger.sip.transaction.TransactionInput;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the carrier's side asks within a call. */
final class CarrierRequests {
  private CarrierRequests() {}

  /** Tells a key in the body that most gateways use. */
  static TransactionInput info(SimulatedCall call, char key) {
    return send(
        call,
        within(call, "INFO")
            .body(
                "application/dtmf-relay",
                ("Signal=" + key + "\r\nDuration=100\r\n").getBytes(StandardCharsets.UTF_8)));
  }

  /** Normal call clearing. */
  static TransactionInput bye(SimulatedCall call) {
    return send(call, within(call, "BYE").header("Reason", "Q.850;cause=16"));
  }

  private static TransactionInput send(SimulatedCall call, SipRequest.Builder request) {
    // Back the way the call came: a simulated carrier stands behind no proxy of its own.
    Target target = Target.of(call.flow.transport(), call.flow.remote());
    return new TransactionInput.Send(call.serverKey, request.build(), target);
  }

  private static SipRequest.Builder within(SimulatedCall call, String method) {
    NameAddress contact =
        NameAddress.parse(Objects.requireNonNullElse(call.invite.header("Contact"), ""));
    String uri = contact == null ? call.invite.requestUri() : contact.uri();
    SipRequest.Builder builder =
        SipRequest.builder(method, uri)
            .header("From", call.invite.header("To") + ";tag=" + call.tag)
            .header("To", Objects.requireNonNullElse(call.invite.header("From"), ""))
            .header("Call-ID", call.invite.callId())
            .header("CSeq", call.cseq++ + " " + method);
    for (String route : call.invite.headers("Record-Route")) {
      builder.header("Route", route);
    }
    return builder;
  }
}
