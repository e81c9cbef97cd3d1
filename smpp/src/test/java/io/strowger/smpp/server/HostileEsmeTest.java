package io.strowger.smpp.server;

import static io.strowger.smpp.server.LiveServer.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.PduCodec;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.ServerSettings.Limits;
import io.strowger.smpp.server.ServerSettings.Parts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that mean ill, or know no better, while another account goes on with its work. */
final class HostileEsmeTest {
  private static final Limits LIMITS =
      new Limits(1_000, 2_000, 2_000, 50_000, 100, 16 * 1024, 500, 100, Parts.DEFAULT);
  private static final EsmeTimers PATIENT = new EsmeTimers(60_000, 0, 60_000, 0, 500);
  private static final EsmeTimers IMPATIENT = new EsmeTimers(1_000, 300, 700, 60_000, 500);

  private LiveServer live;
  private RawEsme other;
  private int sequence = 1;

  @BeforeEach
  void anotherAccountIsAtWork() throws IOException {
    live = new LiveServer(LiveServer.settings(LIMITS, PATIENT, null));
    other = new RawEsme(live.address());
    other.bind("other", TestApplication.PASSWORD, BindType.TRANSMITTER, 0x34);
  }

  @AfterEach
  void andItStillIs() throws IOException {
    try (LiveServer _ = live;
        RawEsme esme = other) {
      int asked = ++sequence;
      esme.send(new Pdu.SubmitSm(asked, RawEsme.message("39333", "Code 1")));
      Pdu.SubmitSmResp accepted = esme.read(Pdu.SubmitSmResp.class);
      assertEquals(0, accepted.commandStatus());
      assertEquals(asked, accepted.sequenceNumber());
    }
  }

  private void onlyTheOtherIsLeft() {
    eventually().until(() -> live.server.status().connections() == 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7FFFFFFF, 0x80000000, -1, 0, 15, 513, 16 * 1024 + 1})
  void a_length_that_cannot_be_is_told_and_the_connection_closed(int length) throws IOException {
    try (RawEsme esme = new RawEsme(live.address())) {
      ByteBuf lie = Unpooled.buffer().writeInt(length).writeInt(9).writeInt(0).writeInt(7);
      esme.sendOctets(lie);
      Pdu.GenericNack nack = esme.read(Pdu.GenericNack.class);
      assertEquals(CommandStatus.ESME_RINVCMDLEN.value(), nack.commandStatus());
      assertTrue(esme.isClosedByPeer());
    }
    onlyTheOtherIsLeft();
  }

  @Test
  void a_bound_client_may_send_longer_pdus_but_not_any() throws IOException {
    try (RawEsme esme = RawEsme.bound(live, BindType.TRANSCEIVER)) {
      ByteBuf lie = Unpooled.buffer().writeInt(16 * 1024 + 1).writeInt(4).writeInt(0).writeInt(7);
      esme.sendOctets(lie);
      assertEquals(7, esme.read(Pdu.GenericNack.class).sequenceNumber());
      assertTrue(esme.isClosedByPeer());
    }
    eventually().until(() -> live.application.unbound.contains("the stream is out of step"));
  }

  @Test
  void half_a_pdu_and_then_nothing_is_closed_before_and_after_the_bind() throws IOException {
    try (RawEsme stranger = new RawEsme(live.address());
        RawEsme esme = RawEsme.bound(live, BindType.TRANSCEIVER)) {
      stranger.sendOctets(Unpooled.buffer().writeInt(40));
      esme.sendOctets(Unpooled.buffer().writeInt(40).writeInt(4));
      assertTrue(stranger.isClosedByPeer());
      assertTrue(esme.isClosedByPeer());
    }
    onlyTheOtherIsLeft();
    assertTrue(live.application.turnedAway.contains("a PDU that does not end"));
    assertTrue(live.application.unbound.contains("a PDU that does not end"));
  }

  @Test
  void a_connection_that_says_nothing_is_closed() throws IOException {
    try (LiveServer strict = new LiveServer(LiveServer.settings(LIMITS, IMPATIENT, null));
        RawEsme silent = new RawEsme(strict.address())) {
      assertTrue(silent.isClosedByPeer());
      eventually().until(() -> strict.application.turnedAway.contains("no bind in time"));
    }
  }

  @Test
  void a_bound_client_that_is_gone_without_a_word_is_found_out() throws IOException {
    try (LiveServer strict = new LiveServer(LiveServer.settings(LIMITS, IMPATIENT, null));
        RawEsme halfOpen = RawEsme.bound(strict, BindType.TRANSCEIVER)) {
      Pdu.EnquireLink asked = halfOpen.read(Pdu.EnquireLink.class);
      assertTrue(asked.sequenceNumber() > 0);
      assertTrue(halfOpen.isClosedByPeer());
      eventually()
          .until(() -> strict.application.unbound.contains("enquire_link was not answered"));
    }
  }

  @Test
  void a_flood_of_probes_is_closed() throws IOException {
    try (RawEsme esme = RawEsme.bound(live, BindType.TRANSCEIVER)) {
      Pdu[] probes = new Pdu[10_000];
      for (int i = 0; i < probes.length; i++) {
        probes[i] = new Pdu.EnquireLink(i + 2);
      }
      try {
        esme.send(probes);
      } catch (IOException e) {
        // Closed while we were still sending.
      }
      assertTrue(esme.isClosedByPeer());
    }
    eventually()
        .until(() -> live.application.unbound.contains("too many PDUs that carry no message"));
  }

  @Test
  void garbage_is_closed_whatever_it_is() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200; i++) {
      try (RawEsme esme =
          i % 2 == 0 ? new RawEsme(live.address()) : RawEsme.bound(live, BindType.TRANSCEIVER)) {
        byte[] garbage = new byte[1 + random.nextInt(2_000)];
        random.nextBytes(garbage);
        if (i % 4 < 2) {
          garbage[0] = 0;
          garbage[1 % garbage.length] = 0;
        }
        esme.sendOctets(Unpooled.wrappedBuffer(garbage));
      } catch (IOException e) {
        // Closed while we were still sending.
      }
    }
    onlyTheOtherIsLeft();
  }

  @Test
  void of_more_than_a_thousand_connections_a_thousand_are_let_in() throws IOException {
    List<RawEsme> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 1_050; i++) {
        crowd.add(new RawEsme(live.address()));
      }
      eventually().until(() -> live.application.turnedAway.contains("too many connections"));
      assertTrue(live.server.status().connections() <= 1_000);
    } finally {
      for (RawEsme esme : crowd) {
        esme.close();
      }
    }
    onlyTheOtherIsLeft();
  }

  /** Some auth servers do it this way: one connection for each message, and no look at answers. */
  @Test
  void bind_submit_close_without_reading_a_thousand_times_loses_nothing() throws IOException {
    ByteBuf submit = Unpooled.buffer();
    PduCodec.encode(new Pdu.SubmitSm(2, RawEsme.message("39333", "Code 1")), submit);
    for (int i = 0; i < 1_000; i++) {
      try (RawEsme esme = new RawEsme(live.address())) {
        esme.bind("esme", TestApplication.PASSWORD, BindType.TRANSMITTER, 0x34);
        esme.sendOctets(submit);
      }
    }
    eventually().until(() -> live.application.submits().size() == 1_000);
    onlyTheOtherIsLeft();
    eventually().until(() -> live.server.status().awaited() == 0);
    assertEquals(1, live.server.status().sessions().size());
  }

  @Test
  void guessing_is_answered_late_and_closed() throws IOException {
    try (RawEsme guess = new RawEsme(live.address());
        RawEsme unknown = new RawEsme(live.address())) {
      guess.send(bind("esme", "guess"));
      unknown.send(bind("nobody", "guess"));
      for (RawEsme esme : List.of(guess, unknown)) {
        assertEquals(
            CommandStatus.ESME_RBINDFAIL.value(), esme.read(Pdu.BindResp.class).commandStatus());
        assertTrue(esme.isClosedByPeer());
      }
    }
  }

  private static Pdu bind(String systemId, String password) {
    return new Pdu.Bind(1, BindType.TRANSCEIVER, systemId, password, "", 0x34, Address.EMPTY);
  }
}
