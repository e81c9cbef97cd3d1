package io.strowger.smpp.bench;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.session.LinkCommand;
import io.strowger.smpp.session.LinkEvent;
import io.strowger.smpp.session.LinkSession;
import io.strowger.smpp.session.LinkState;
import io.strowger.smpp.session.SessionSettings;
import io.strowger.smpp.session.Transition;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The two or four steps of the immutable session that one passcode costs, with a full window. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LinkSessionBench {
  private static final long NOW = 1_800_000_000_000L;

  @Param({"64", "1000"})
  int window;

  private final ShortMessage message =
      new ShortMessage(
          "",
          Address.EMPTY,
          new Address(1, 1, "393331234567"),
          0,
          0,
          0,
          "",
          "",
          1,
          0,
          0,
          0,
          new byte[40],
          List.of());
  private LinkState state = new LinkState.Closed("", 0);
  private int answered;
  private int delivered;

  @Setup
  public void bind() {
    SessionSettings settings =
        new SessionSettings(
            BindType.TRANSCEIVER,
            "strowger",
            "secret",
            "",
            0x34,
            "",
            5_000,
            5_000,
            15_000,
            10_000,
            60_000,
            2_000,
            window,
            1_000);
    state = LinkSession.begin(settings, NOW);
    step(new LinkEvent.Connected());
    step(new LinkEvent.Received(new Pdu.BindResp(1, 0, BindType.TRANSCEIVER, "smsc", 0x34)));
    answered = 2;
    for (int i = 0; i < window; i++) {
      step(new LinkEvent.Submit(message, message));
    }
  }

  private List<LinkCommand> step(LinkEvent event) {
    Transition transition = LinkSession.step(state, event, NOW);
    state = transition.next();
    return transition.commands();
  }

  /** An answer frees a place, and the next submit_sm takes it. */
  @Benchmark
  public List<LinkCommand> answerAndSubmit() {
    step(new LinkEvent.Received(new Pdu.SubmitSmResp(answered++, 0, "0123456789")));
    return step(new LinkEvent.Submit(message, message));
  }

  /** A receipt comes and is acknowledged. */
  @Benchmark
  public List<LinkCommand> receiptAndAcknowledgement() {
    delivered++;
    step(new LinkEvent.Received(new Pdu.DeliverSm(delivered, message)));
    return step(new LinkEvent.Acknowledge(delivered, 0));
  }
}
