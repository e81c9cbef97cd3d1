package io.strowger.smpp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.MultiDestination;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.PduCodec;
import io.strowger.smpp.codec.PduHandlers;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.receipt.ReceiptState;
import io.strowger.smpp.server.ServerSettings.Limits;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import io.strowger.smpp.text.Segmenter;
import io.strowger.smpp.text.TextPart;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any octets at all, through the decoder into sessions, before and after a bind. */
final class ServerFuzzTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final int PDU_OCTETS_MAX = 4_096;

  static Stream<Arguments> streams() {
    return Stream.concat(
            Stream.of(conversation(), parts()),
            Stream.of(new byte[] {0, 0, 0, 16, 0, 0, 0, 21, 0, 0, 0, 0, 0, 0, 0, 1}))
        .map(stream -> Arguments.of((Object) stream));
  }

  private static byte[] conversation() {
    Address source = new Address(5, 0, "Bank");
    return octets(
        new Pdu.Bind(1, BindType.TRANSCEIVER, "esme", TestApplication.PASSWORD, "", 0x34, source),
        new Pdu.SubmitSm(2, RawEsme.message("39333", "Code 1")),
        new Pdu.SubmitMulti(3, RawEsme.message("", "x"), List.of(new MultiDestination.Sme(source))),
        new Pdu.DeliverSmResp(1, 0, ""),
        new Pdu.EnquireLinkResp(2, 0),
        new Pdu.QuerySm(4, "1001", source),
        new Pdu.ReplaceSm(5, "1001", source, "", "000000000130000R", 1, 0, new byte[3], List.of()),
        new Pdu.CancelSm(6, "", "1001", source, source),
        new Pdu.Unbind(7));
  }

  private static byte[] parts() {
    Pdu[] pdus =
        Segmenter.split("Code 123456. ".repeat(30), Encoding.AUTO, Segmentation.UDH_8, 7).stream()
            .map(ServerFuzzTest::part)
            .toArray(Pdu[]::new);
    return octets(pdus);
  }

  private static Pdu part(TextPart part) {
    ShortMessage like = RawEsme.message("39333", "");
    return new Pdu.SubmitSm(
        9,
        new ShortMessage(
            "",
            like.source(),
            like.destination(),
            part.esmClass(),
            0,
            0,
            "",
            "",
            1,
            0,
            part.dataCoding(),
            0,
            part.shortMessage(),
            part.tlvs()));
  }

  private static byte[] octets(Pdu... pdus) {
    ByteBuf out = Unpooled.buffer();
    for (Pdu pdu : pdus) {
      PduCodec.encode(pdu, out);
    }
    return ByteBufUtil.getBytes(out);
  }

  @MethodSource("streams")
  @FuzzTest(maxDuration = "60s")
  void whatever_a_client_sends_it_is_answered_or_closed_and_leaves_nothing_behind(byte[] stream) {
    for (boolean isBound : new boolean[] {false, true}) {
      TestApplication application = new TestApplication();
      application.answersParts = stream.length % 2 == 0;
      ServerEngine engine =
          new ServerEngine(
              LiveServer.settings(Limits.DEFAULT, EsmeTimers.DEFAULT, null), application, NOW);
      application.sink = responses -> engine.respond(responses, NOW);
      FakeEsme esme =
          isBound
              ? FakeEsme.bound(engine, "esme", BindType.TRANSCEIVER, NOW)
              : new FakeEsme(engine, InetAddress.getLoopbackAddress(), NOW);
      if (isBound) {
        engine.deliver(
            List.of(new Delivery("esme", 1, SmppServerTest.receipt("1", ReceiptState.DELIVERED))),
            NOW);
      }
      feed(stream, esme);
      assertTrue(engine.status().awaited() <= 1_000);
      // Every answer must be one that can be written.
      for (Pdu pdu : esme.received) {
        PduCodec.encode(pdu, Unpooled.buffer());
      }
      esme.gone(NOW + 1);
      engine.poll(NOW + 1_000);
      assertEquals(0, engine.status().awaited());
      assertEquals(0, engine.status().connections());
      assertEquals(isBound ? 1 : 0, application.outcomes.size());
    }
  }

  private static void feed(byte[] stream, FakeEsme esme) {
    EmbeddedChannel channel = new EmbeddedChannel();
    PduHandlers.install(channel.pipeline(), PDU_OCTETS_MAX);
    ServerEngine.Connection connection = Objects.requireNonNull(esme.connection);
    for (int at = 0; at < stream.length; at += 100) {
      channel.writeInbound(Unpooled.copiedBuffer(stream, at, Math.min(100, stream.length - at)));
      for (Object in = channel.readInbound(); in != null; in = channel.readInbound()) {
        connection.received((Decoded) in, NOW);
      }
      connection.readComplete(PduHandlers.isMidFrame(channel.pipeline()), NOW);
      esme.engine.poll(NOW);
    }
    channel.finishAndReleaseAll();
  }
}
