package io.strowger.smpp.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PduFuzzTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What one octet of a frame may cost: the smallest TLV is four octets and becomes objects. */
  private static final long ALLOCATED_PER_OCTET = 48;

  private static final long ALLOCATED_AT_LEAST = 16 * 1024;
  private static final int MAX = 4096;

  /** What the fuzzer starts from: every kind of PDU, whole and as a stream. */
  static Stream<Arguments> frames() {
    return PduCodecTest.pdus().map(pdu -> Arguments.of((Object) PduCodecTest.encoded(pdu)));
  }

  static Stream<Arguments> streams() {
    ByteBuf all = Unpooled.buffer();
    PduCodecTest.pdus().forEach(pdu -> PduCodec.encode(pdu, all));
    byte[] good = ByteBufUtil.getBytes(all);
    all.setInt(0, 15);
    byte[] tooShort = ByteBufUtil.getBytes(all);
    all.setInt(0, Integer.MAX_VALUE);
    byte[] tooLong = ByteBufUtil.getBytes(all);
    return Stream.of(good, tooShort, tooLong).map(stream -> Arguments.of((Object) stream));
  }

  @MethodSource("frames")
  @FuzzTest(maxDuration = "60s")
  void any_frame_is_a_pdu_or_named_malformed_and_costs_no_more_than_it_weighs(byte[] frame) {
    ByteBuf in = Unpooled.wrappedBuffer(frame);
    Decoded decoded = PduCodec.decode(in);
    assertEquals(0, in.readableBytes());
    in.readerIndex(0);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Decoded again = PduCodec.decode(in);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(
        allocated <= ALLOCATED_AT_LEAST + ALLOCATED_PER_OCTET * frame.length,
        frame.length + " octets cost " + allocated);
    assertEquals(decoded.toString(), again.toString());
    if (decoded instanceof Pdu pdu) {
      byte[] octets = PduCodecTest.encoded(pdu);
      Pdu back = assertInstanceOf(Pdu.class, PduCodecTest.decoded(octets));
      assertEquals(pdu.toString(), back.toString());
      assertArrayEquals(octets, PduCodecTest.encoded(back));
    } else {
      assertTrue(((MalformedPdu) decoded).commandStatus() != 0);
    }
  }

  @MethodSource("streams")
  @FuzzTest(maxDuration = "60s")
  void a_stream_reads_the_same_however_it_is_cut(byte[] stream) {
    List<String> whole = received(stream, stream.length);
    assertEquals(whole, received(stream, 1));
    assertEquals(whole, received(stream, 7));
  }

  private static List<String> received(byte[] stream, int piece) {
    EmbeddedChannel channel = new EmbeddedChannel();
    PduHandlers.install(channel.pipeline(), MAX);
    List<String> received = new ArrayList<>();
    for (int at = 0; at < stream.length; at += piece) {
      channel.writeInbound(Unpooled.copiedBuffer(stream, at, Math.min(piece, stream.length - at)));
      for (Object in = channel.readInbound(); in != null; in = channel.readInbound()) {
        received.add(in.toString());
        if (in instanceof MalformedPdu malformed && !malformed.inStep()) {
          // How much of the header was there depends on the cut; that the stream ended does not.
          received.set(received.size() - 1, "out of step");
        }
      }
    }
    channel.finishAndReleaseAll();
    return received;
  }
}
