package io.strowger.sip.bench;

import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipParser;
import io.strowger.sip.message.SipReading;
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

/** Reading and writing of the messages that every call needs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SipMessageBench {
  @Param({"INVITE", "180", "200", "BYE"})
  public String kind;

  private byte[] octets = {};
  private SipMessage message;

  @Setup
  public void setUp() {
    message =
        switch (kind) {
          case "INVITE" -> CallMessages.invite();
          case "180" -> CallMessages.answer(CallMessages.invite(), 180);
          case "200" -> CallMessages.answer(CallMessages.invite(), 200);
          case "BYE" -> CallMessages.bye();
          default -> throw new IllegalArgumentException(kind);
        };
    octets = message.encode();
  }

  @Benchmark
  public SipReading parse() {
    return SipParser.parse(octets);
  }

  @Benchmark
  public byte[] encode() {
    return message.encode();
  }
}
