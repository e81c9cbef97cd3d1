package io.strowger.sip.bench;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipParser;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transaction.TransactionInput;
import io.strowger.sip.transaction.TransactionLayer;
import io.strowger.sip.transaction.TransactionOutput;
import io.strowger.sip.transaction.TransactionTimers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The signalling of one call we place, INVITE to BYE: seven messages built, written and read, with
 * 1 000 calls/s of others remembered. The peer's share is part of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TransactionBench {
  private static final InetSocketAddress CARRIER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);

  private final Target target = Target.of(Transport.UDP, CARRIER);
  private final Flow flow = new Flow(Transport.UDP, CARRIER, CARRIER, 0);
  private long ids;
  private long calls;
  private final TransactionLayer layer =
      new TransactionLayer(
          TransactionTimers.STANDARD,
          () -> Long.toHexString(0x5f3a1b2c4d6e8fL + ids++),
          _ -> "192.0.2.10:5060");

  @Benchmark
  public void call(Blackhole hole) {
    // Each call is a millisecond later, so what is forgotten is part of the cost.
    long now = ++calls;
    String callId = Long.toHexString(0x1946ac92492d2347L + calls);
    SipRequest invite =
        transmitted(
            new TransactionInput.Send(calls, CallMessages.newInvite(callId), target), now, hole);
    receive(invite, 100, now, hole);
    receive(invite, 180, now, hole);
    receive(invite, 200, now, hole);
    transmitted(new TransactionInput.SendAck(CallMessages.newAck(callId), target), now, hole);
    SipRequest bye =
        transmitted(
            new TransactionInput.Send(-calls, CallMessages.newBye(callId), target), now, hole);
    receive(bye, 200, now, hole);
    if (layer.nextAlarmMillis() <= now) {
      layer.step(new TransactionInput.Tick(), now, hole::consume);
    }
  }

  private SipRequest transmitted(TransactionInput input, long now, Blackhole hole) {
    @Nullable SipRequest[] sent = new SipRequest[1];
    layer.step(
        input,
        now,
        output -> {
          if (output instanceof TransactionOutput.TransmitTo(SipRequest request, Target _)) {
            sent[0] = request;
          }
        });
    SipRequest request = sent[0];
    if (request == null) {
      throw new IllegalStateException("nothing was sent");
    }
    hole.consume(request.encode());
    return request;
  }

  private void receive(SipRequest request, int status, long now, Blackhole hole) {
    byte[] octets = CallMessages.answer(request, status).encode();
    if (SipParser.parse(octets) instanceof SipReading.Message(SipMessage message)) {
      layer.step(new TransactionInput.Received(message, flow), now, hole::consume);
    } else {
      throw new IllegalStateException("not read");
    }
  }
}
