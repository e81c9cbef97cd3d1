package io.strowger.sip.transaction;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A transaction layer, the clock before it, and what it wanted done. */
final class Layer {
  static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5070);
  static final InetSocketAddress OWN =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);

  final TransactionLayer layer;
  final Transport transport;
  final Target target;
  final Flow flow;
  long now = 1_000_000;
  private List<TransactionOutput> outputs = new ArrayList<>();
  private int ids;

  Layer(Transport transport) {
    this(transport, TransactionTimers.STANDARD);
  }

  Layer(Transport transport, TransactionTimers timers) {
    this.transport = transport;
    target = Target.of(transport, PEER);
    flow = new Flow(transport, OWN, PEER, transport == Transport.UDP ? 0 : 1);
    layer = new TransactionLayer(timers, () -> "id" + ++ids, _ -> "127.0.0.1:5060");
  }

  /** What came of it. */
  List<TransactionOutput> step(TransactionInput input) {
    layer.step(input, now, outputs::add);
    return taken();
  }

  private List<TransactionOutput> taken() {
    List<TransactionOutput> taken = outputs;
    outputs = new ArrayList<>();
    return taken;
  }

  List<TransactionOutput> received(SipMessage message) {
    return step(new TransactionInput.Received(message, flow));
  }

  List<TransactionOutput> send(long clientKey, SipRequest request) {
    return step(new TransactionInput.Send(clientKey, request, target));
  }

  List<TransactionOutput> answer(long serverKey, SipResponse response) {
    return step(new TransactionInput.Answer(serverKey, response));
  }

  /** Lets that much time pass, alarm by alarm; each output with the time it came after. */
  List<TransactionOutput> pass(long millis) {
    long end = now + millis;
    while (layer.nextAlarmMillis() <= end) {
      now = Math.max(now, layer.nextAlarmMillis());
      layer.step(new TransactionInput.Tick(), now, outputs::add);
    }
    now = end;
    return taken();
  }

  /** The milliseconds, counted from now, at which anything came out within that time. */
  List<Long> times(long millis) {
    long begin = now;
    List<Long> times = new ArrayList<>();
    while (layer.nextAlarmMillis() <= begin + millis) {
      now = Math.max(now, layer.nextAlarmMillis());
      layer.step(new TransactionInput.Tick(), now, outputs::add);
      for (int i = taken().size(); i > 0; i--) {
        times.add(now - begin);
      }
    }
    now = begin + millis;
    return times;
  }

  static SipRequest.Builder request(String method, long cseq) {
    return SipRequest.builder(method, "sip:+39061@carrier.example")
        .header("From", "<sip:gw.example>;tag=us")
        .header("To", "<sip:+39061@carrier.example>")
        .header("Call-ID", "call-1")
        .header("CSeq", cseq + " " + method);
  }

  /** As a peer sends it. */
  static SipRequest from(String method, long cseq, String branch) {
    return request(method, cseq)
        .headerFirst("Via", "SIP/2.0/UDP 127.0.0.1:5070;branch=" + branch)
        .build();
  }

  static SipRequest transmitted(List<TransactionOutput> outputs) {
    return switch (outputs.getFirst()) {
      case TransactionOutput.TransmitTo(SipRequest request, Target _) -> request;
      default -> throw new AssertionError(outputs);
    };
  }

  static SipResponse answered(List<TransactionOutput> outputs) {
    return switch (outputs.getFirst()) {
      case TransactionOutput.TransmitOver(SipResponse response, Flow _) -> response;
      default -> throw new AssertionError(outputs);
    };
  }

  static long serverKey(List<TransactionOutput> outputs) {
    return switch (outputs.getFirst()) {
      case TransactionOutput.Request(long key, SipRequest _, Flow _) -> key;
      default -> throw new AssertionError(outputs);
    };
  }

  static SipResponse response(SipRequest request, int status, String tag) {
    return SipResponse.to(request, status).toTag(tag).build();
  }
}
