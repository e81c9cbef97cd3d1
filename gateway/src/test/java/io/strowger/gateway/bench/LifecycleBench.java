package io.strowger.gateway.bench;

import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageEvent;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the pure steps of one message cost, from acceptance to its final state. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LifecycleBench {
  private static final long NOW = 1_800_000_000_000L;
  private static final RouteChoice ALPHA =
      new RouteChoice("alpha", Channel.SMS, "+39", RouteChoice.Reason.PREFERRED, null);
  private static final RouteChoice BETA =
      new RouteChoice("beta", Channel.SMS, "+39", RouteChoice.Reason.FAILOVER, "alpha: refused");

  private final Lifecycle lifecycle = new Lifecycle(new Lifecycle.Policy(30_000));
  private final Message accepted =
      new Message(
          new MessageSpec(
              MessageId.of(MessageId.firstOrderOf(NOW), 7),
              "idp",
              new PhoneNumber("+393401234567"),
              new Secret("Your code is 123456"),
              null,
              null,
              null,
              null,
              null,
              0,
              List.of(Channel.SMS),
              null,
              NOW,
              NOW + 300_000),
          new MessageState.Accepted(),
          List.of());

  private Message step(Message message, MessageEvent event) {
    return lifecycle.step(message, event, NOW + 5).message();
  }

  /** Three steps: chosen, taken, delivered. */
  @Benchmark
  public Message delivered() {
    Message sent = step(accepted, new MessageEvent.RouteChosen(ALPHA));
    Message taken = step(sent, new MessageEvent.Submitted(1, 1, "alpha-1", List.of("4711"), 1));
    return step(taken, new MessageEvent.ReportArrived(1, 0, null));
  }

  /** Five steps: refused by one carrier, delivered by the next. */
  @Benchmark
  public Message deliveredByTheSecondCarrier() {
    Message sent = step(accepted, new MessageEvent.RouteChosen(ALPHA));
    Refusal refusal = new Refusal("0x14", "queue full", Refusal.Disposition.OTHER_ROUTE);
    Message refused = step(sent, new MessageEvent.AttemptRefused(1, 1, "alpha-1", refusal));
    Message again = step(refused, new MessageEvent.RouteChosen(BETA));
    Message taken = step(again, new MessageEvent.Submitted(2, 1, "beta-1", List.of("1A"), 1));
    return step(taken, new MessageEvent.ReportArrived(2, 0, null));
  }
}
