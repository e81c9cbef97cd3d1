package io.strowger.smpp.bench;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.link.CarrierEngine;
import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.CarrierSettings.Flow;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierSettings.Profile;
import io.strowger.smpp.link.CarrierSettings.Timers;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.InboundReceipt;
import io.strowger.smpp.link.LinkTransport;
import io.strowger.smpp.link.SmppCarrierListener;
import io.strowger.smpp.link.Submission;
import io.strowger.smpp.link.SubmitOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one passcode costs the carrier's thread without sockets: submit, answer, receipt and its
 * acknowledgement, in batches of 64 over two links.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CarrierEngineBench {
  private static final int BATCH = 64;
  private static final long NOW = 1_800_000_000_000L;

  private final List<Submission> batch =
      IntStream.range(0, BATCH)
          .mapToObj(i ->
              new Submission(
                  i,
                  "39333" + (1_000_000 + i),
                  null,
                  "Your verification code is 493817",
                  NOW + 3_600_000,
                  0,
                  null))
          .toList();
  private final Told told = new Told();
  private final Answering transport = new Answering();
  private final CarrierEngine engine =
      new CarrierEngine(settings(), transport, told, new Random(1));
  private long now = NOW;

  private static CarrierSettings settings() {
    return new CarrierSettings(
        "alpha",
        new CarrierSettings.Bind("strowger", "secret", "", 0x34, BindMode.TRANSCEIVER, ""),
        new Flow(100, 0, 10_000),
        Timers.DEFAULT,
        Profile.DEFAULT,
        List.of(
            new Link("one", List.of(new HostPort("a", 1)), null, null),
            new Link("two", List.of(new HostPort("b", 1)), null, null)));
  }

  @Setup
  public void bind() {
    engine.poll(now);
    engine.poll(now);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int passcodes() {
    now++;
    told.outcomes = 0;
    engine.submit(batch, now);
    engine.poll(now);
    engine.acknowledge(told.receipts, now);
    told.receipts.clear();
    engine.poll(now);
    if (told.outcomes != BATCH) {
      throw new IllegalStateException("outcomes " + told.outcomes);
    }
    return told.outcomes;
  }

  private static final class Told implements SmppCarrierListener {
    private final List<InboundReceipt> receipts = new ArrayList<>();
    private int outcomes;

    @Override
    public void outcomes(String carrier, List<SubmitOutcome> batch) {
      outcomes += batch.size();
    }

    @Override
    public void receipts(String carrier, List<InboundReceipt> batch) {
      receipts.addAll(batch);
    }

    @Override
    public void statusChanged(CarrierStatus status) {}
  }

  /** Answers every submit_sm at once, with a receipt behind. */
  private static final class Answering implements LinkTransport {
    @Override
    public Connection connect(Link link, HostPort address, Events events) {
      events.connected();
      return new Peer(events);
    }
  }

  private static final class Peer implements LinkTransport.Connection {
    private final LinkTransport.Events events;
    private int ids;

    Peer(LinkTransport.Events events) {
      this.events = events;
    }

    @Override
    public void write(Pdu pdu) {
      switch (pdu) {
        case Pdu.Bind bind ->
            events.received(new Pdu.BindResp(bind.sequenceNumber(), 0, bind.type(), "smsc", 0x34));
        case Pdu.SubmitSm submit -> {
          ids++;
          String id = Integer.toString(ids);
          events.received(new Pdu.SubmitSmResp(submit.sequenceNumber(), 0, id));
          events.received(new Pdu.DeliverSm(ids, receipt(id)));
        }
        default -> {}
      }
    }

    private static ShortMessage receipt(String id) {
      String text =
          "id:"
              + id
              + " sub:001 dlvrd:001 submit date:2611221130 done date:2611221131"
              + " stat:DELIVRD err:000 text:";
      return new ShortMessage(
          "",
          Address.EMPTY,
          Address.EMPTY,
          4,
          0,
          0,
          "",
          "",
          0,
          0,
          0,
          0,
          text.getBytes(StandardCharsets.ISO_8859_1),
          List.of());
    }

    @Override
    public void flush() {}

    @Override
    public boolean congested() {
      return false;
    }

    @Override
    public void reading(boolean enabled) {}

    @Override
    public void close() {}
  }
}
