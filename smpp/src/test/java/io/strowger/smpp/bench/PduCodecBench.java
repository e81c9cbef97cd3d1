package io.strowger.smpp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.PduCodec;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import java.nio.charset.StandardCharsets;
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

/** Coding of the PDUs that every passcode needs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PduCodecBench {
  @Param({"submit_sm", "submit_sm_resp", "deliver_sm", "deliver_sm_resp", "enquire_link"})
  public String kind;

  private Pdu pdu;
  private ByteBuf frame;
  private ByteBuf out;

  @Setup
  public void setUp() {
    pdu = pdu(kind);
    frame = ByteBufAllocator.DEFAULT.directBuffer();
    PduCodec.encode(pdu, frame);
    out = ByteBufAllocator.DEFAULT.directBuffer(1024);
  }

  @Benchmark
  public ByteBuf encode() {
    out.clear();
    PduCodec.encode(pdu, out);
    return out;
  }

  @Benchmark
  public Decoded decode() {
    frame.readerIndex(0);
    return PduCodec.decode(frame);
  }

  private static Pdu pdu(String kind) {
    return switch (kind) {
      case "submit_sm" ->
          new Pdu.SubmitSm(
              77, message(new Address(5, 0, "Strowger"), "Your code is 123456. Do not share it."));
      case "submit_sm_resp" -> new Pdu.SubmitSmResp(77, 0, "65f1c3d2a8b40");
      case "deliver_sm" ->
          new Pdu.DeliverSm(
              78,
              message(
                  new Address(1, 1, "393331234567"),
                  "id:65f1c3d2a8b40 sub:001 dlvrd:001 submit date:2611221130 done date:2611221130"
                      + " stat:DELIVRD err:000 text:",
                  new Tlv(Tlv.RECEIPTED_MESSAGE_ID, new byte[14]),
                  new Tlv(Tlv.MESSAGE_STATE, new byte[] {2})));
      case "deliver_sm_resp" -> new Pdu.DeliverSmResp(78, 0, "");
      case "enquire_link" -> new Pdu.EnquireLink(79);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static ShortMessage message(Address source, String text, Tlv... tlvs) {
    return new ShortMessage(
        "",
        source,
        new Address(1, 1, "393331234567"),
        0,
        0,
        0,
        "",
        "000000000130000R",
        1,
        0,
        0,
        0,
        text.getBytes(StandardCharsets.ISO_8859_1),
        List.of(tlvs));
  }
}
