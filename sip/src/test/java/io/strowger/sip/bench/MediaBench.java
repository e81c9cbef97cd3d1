package io.strowger.sip.bench;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.G711;
import io.strowger.sip.media.PacketRig;
import io.strowger.sip.prompt.PromptPack;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What each call and each of its packets costs; run with {@code -prof gc}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MediaBench {
  private final byte[] frame = new byte[160];
  private PromptPack pack;
  private AudioSource speech;
  private PacketRig packets;
  private PacketRig tones;
  private int position;

  @Setup
  public void setUp() throws IOException {
    pack = PromptPack.builtIn("en");
    speech = pack.digits("123456");
    packets = new PacketRig(speech, true);
    tones = new PacketRig(speech, false);
  }

  @Benchmark
  public AudioSource assembleCode() {
    return pack.digits("481516");
  }

  @Benchmark
  public byte[] readFrame() {
    position = position + 160 < speech.samples() ? position + 160 : 0;
    speech.read(position, 160, G711.PCMA, frame, 0);
    return frame;
  }

  @Benchmark
  public int sendPacket() {
    return packets.send();
  }

  @Benchmark
  public int receivePacket() {
    return packets.receive();
  }

  @Benchmark
  public int receivePacketLookingForTones() {
    return tones.receive();
  }
}
