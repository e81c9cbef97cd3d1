package io.strowger.smpp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PduHandlersTest {
  private static final int MAX = 4096;

  private static EmbeddedChannel channel() {
    EmbeddedChannel channel = new EmbeddedChannel();
    PduHandlers.install(channel.pipeline(), MAX);
    return channel;
  }

  private static ByteBuf octets(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
  }

  @Test
  void pdus_cut_anywhere_arrive_whole_and_in_order() {
    ByteBuf stream = Unpooled.buffer();
    List<String> sent = new ArrayList<>();
    PduCodecTest.pdus()
        .forEach(pdu -> {
          PduCodec.encode(pdu, stream);
          sent.add(pdu.toString());
        });
    Random random = new Random(42);
    for (int round = 0; round < 50; round++) {
      EmbeddedChannel channel = channel();
      List<String> received = new ArrayList<>();
      ByteBuf left = stream.duplicate();
      while (left.isReadable()) {
        int cut = Math.min(left.readableBytes(), 1 + random.nextInt(1 << random.nextInt(12)));
        channel.writeInbound(left.readSlice(cut).copy());
        for (Object in = channel.readInbound(); in != null; in = channel.readInbound()) {
          received.add(in.toString());
        }
      }
      assertEquals(sent, received);
      assertFalse(channel.finish());
    }
  }

  @Test
  void a_malformed_body_is_told_and_the_stream_stays_in_step() {
    EmbeddedChannel channel = channel();
    channel.writeInbound(
        octets("00000012 00000004 00000000 00000007 4141" + "00000010 00000015 00000000 00000008"));
    assertEquals(new MalformedPdu(4, 7, 0xC2, true), channel.readInbound());
    assertEquals(new Pdu.EnquireLink(8), channel.readInbound());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000000f", "00000000", "80000000", "ffffffff"})
  void a_length_below_the_header_ends_the_stream_at_once(String length) {
    EmbeddedChannel channel = channel();
    channel.writeInbound(octets(length));
    assertEquals(new MalformedPdu(0, 0, 2, false), channel.readInbound());
    channel.writeInbound(octets("00000010 00000015 00000000 00000008"));
    assertNull(channel.readInbound());
  }

  @Test
  void a_declared_two_gigabytes_is_refused_after_its_header_and_costs_nothing() {
    EmbeddedChannel channel = channel();
    channel.writeInbound(octets("7fffffff 00000004 00000000"));
    assertNull(channel.readInbound());
    channel.writeInbound(octets("00000009"));
    assertEquals(new MalformedPdu(4, 9, 2, false), channel.readInbound());
    for (int i = 0; i < 1000; i++) {
      ByteBuf more = Unpooled.buffer(1024).writeZero(1024);
      channel.writeInbound(more);
      assertEquals(0, more.refCnt());
    }
    assertNull(channel.readInbound());
  }

  @Test
  void the_greatest_length_is_still_accepted_and_one_more_is_not() {
    EmbeddedChannel channel = channel();
    channel.writeInbound(Unpooled.buffer().writeInt(MAX).writeInt(0x111).writeZero(MAX - 8));
    assertEquals(new Pdu.Unsupported(0, 0x111, 0), channel.readInbound());
    channel.writeInbound(Unpooled.buffer().writeInt(MAX + 1).writeInt(0x111).writeZero(8));
    assertEquals(new MalformedPdu(0x111, 0, 2, false), channel.readInbound());
  }

  @Test
  void a_frame_cut_short_by_the_close_is_dropped() {
    EmbeddedChannel channel = channel();
    channel.writeInbound(octets("00000010 00000015 00000000 00000008 00000010 0000"));
    assertEquals(new Pdu.EnquireLink(8), channel.readInbound());
    assertFalse(channel.finish());
  }

  @Test
  void a_batch_leaves_in_one_buffer_and_every_promise_is_kept() {
    EmbeddedChannel channel = channel();
    var first = channel.write(new Pdu.EnquireLink(1));
    var second = channel.write(new Pdu.EnquireLinkResp(2, 0));
    assertFalse(first.isDone());
    channel.flush();
    assertTrue(first.isSuccess() && second.isSuccess());
    ByteBuf out = channel.readOutbound();
    assertEquals(32, out.readableBytes());
    assertNull(channel.readOutbound());
    out.release();
  }

  @Test
  void a_pdu_that_cannot_be_written_fails_alone() {
    EmbeddedChannel channel = channel();
    var good = channel.write(new Pdu.EnquireLink(1));
    var bad = channel.write(new Pdu.SubmitSmResp(2, 0, "\u20AC"));
    channel.flush();
    assertTrue(good.isSuccess());
    assertTrue(bad.cause() instanceof IllegalArgumentException);
    ByteBuf out = channel.readOutbound();
    assertEquals(16, out.readableBytes());
    out.release();
  }

  @Test
  void what_was_not_flushed_fails_at_close() {
    EmbeddedChannel channel = channel();
    var lost = channel.write(new Pdu.EnquireLink(1));
    channel.close().syncUninterruptibly();
    assertTrue(lost.isDone() && !lost.isSuccess());
    assertNull(channel.readOutbound());
  }

  @Test
  void a_cap_below_the_header_is_refused() {
    EmbeddedChannel channel = new EmbeddedChannel();
    assertThrows(IllegalArgumentException.class, () -> PduHandlers.install(channel.pipeline(), 15));
  }
}
