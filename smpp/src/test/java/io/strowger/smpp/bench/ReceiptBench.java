package io.strowger.smpp.bench;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.receipt.IdFormat;
import io.strowger.smpp.receipt.MessageIdDialect;
import io.strowger.smpp.receipt.Receipt;
import io.strowger.smpp.receipt.ReceiptFormat;
import io.strowger.smpp.receipt.ReceiptParser;
import io.strowger.smpp.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
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

/** A receipt read, and its id brought into candidates. The budget is 0.1 µs each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReceiptBench {
  private static final String TEXT =
      "id:0123456789 sub:001 dlvrd:001 submit date:2611221530 done date:2611221531"
          + " stat:DELIVRD err:000 text:";

  private final ShortMessage text = message(TEXT, List.of());
  private final ShortMessage tlvs =
      message(
          "",
          List.of(
              new Tlv(Tlv.RECEIPTED_MESSAGE_ID, "4D2F6\0".getBytes(StandardCharsets.US_ASCII)),
              new Tlv(Tlv.MESSAGE_STATE, new byte[] {2})));
  private final MessageIdDialect auto = new MessageIdDialect(IdFormat.AUTO, IdFormat.AUTO);
  private final MessageIdDialect hexToDecimal =
      new MessageIdDialect(IdFormat.HEX, IdFormat.DECIMAL);
  private final Receipt receipt =
      new Receipt("0123456789", ReceiptState.DELIVERED, "000", null, 1_795_361_460_000L);

  @Benchmark
  public Receipt parseText() {
    return ReceiptParser.parse(text);
  }

  @Benchmark
  public Receipt parseTlvs() {
    return ReceiptParser.parse(tlvs);
  }

  @Benchmark
  public byte[] write() {
    return ReceiptFormat.write(receipt, 1_795_361_400_000L, "");
  }

  @Benchmark
  public List<String> candidatesByGuess() {
    return auto.fromReceipt("0123456789");
  }

  @Benchmark
  public List<String> candidatesByDialect() {
    return hexToDecimal.fromReceipt("0123456789");
  }

  private static ShortMessage message(String text, List<Tlv> tlvs) {
    return new ShortMessage(
        "",
        new Address(1, 1, "390000000001"),
        new Address(5, 0, "Strowger"),
        0x04,
        0,
        0,
        "",
        "",
        0,
        0,
        0,
        0,
        text.getBytes(StandardCharsets.US_ASCII),
        tlvs);
  }
}
