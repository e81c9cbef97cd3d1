package io.strowger.smpp.bench;

import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import io.strowger.smpp.text.Segmenter;
import io.strowger.smpp.text.TextPart;
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

/** A text to its parts. The budget for a passcode's text is 0.1 µs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TextBench {
  @Param({"GSM", "UCS2", "LONG"})
  public String kind = "GSM";

  private String text() {
    return switch (kind) {
      case "GSM" -> "Your verification code is 123456. Enjoy!";
      case "UCS2" -> "Ваш проверочный код 123456. Никому не го";
      default -> "Your verification code is 123456. ".repeat(10);
    };
  }

  private String text = "";
  private int reference;

  @Setup
  public void prepare() {
    text = text();
  }

  @Benchmark
  public List<TextPart> split() {
    return Segmenter.split(text, Encoding.AUTO, Segmentation.UDH_8, reference++);
  }

  @Benchmark
  public int segments() {
    return Segmenter.segments(text, Encoding.AUTO, Segmentation.UDH_8);
  }
}
