package io.strowger.smpp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.CarrierSettings.Flow;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierStatus.LinkStatus;
import io.strowger.smpp.link.ScriptedTransport.ScriptedConnection;
import io.strowger.smpp.link.SubmitOutcome.Refused;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How links come up, come back and change. */
final class CarrierLinksTest {

  private static CarrierSettings.Bind bind(String password, BindMode mode, int version) {
    return new CarrierSettings.Bind("strowger", password, "", version, mode, "");
  }

  private static void refuseBind(Rig rig, ScriptedConnection connection, int status) {
    connection.events.connected();
    rig.poll();
    Pdu.Bind bind = connection.taken(Pdu.Bind.class).getFirst();
    rig.receive(connection, new Pdu.BindResp(bind.sequenceNumber(), status, bind.type(), "", null));
  }

  private static LinkStatus link(Rig rig, int index) {
    return rig.engine.status(rig.now).links().get(index);
  }

  @Test
  void a_pair_binds_transmitter_and_receiver_and_sends_on_the_one() {
    Rig rig =
        new Rig(Rig.with(Rig.settings(1), bind("secret", BindMode.TRANSMITTER_AND_RECEIVER, 0x34)));
    assertEquals(2, rig.transport.connections.size());
    rig.bind(rig.connection(1));
    assertFalse(rig.statuses.getLast().usable());
    rig.bind(rig.connection(0));
    assertTrue(rig.statuses.getLast().usable());

    rig.submit(rig.submission("a"));

    assertEquals(1, rig.connection(0).taken(Pdu.SubmitSm.class).size());
    assertEquals(BindType.TRANSMITTER.name(), link(rig, 0).bindType());
    assertEquals(BindType.RECEIVER.name(), link(rig, 1).bindType());
  }

  @Test
  void version_3_3_has_no_transceiver_and_gets_a_pair() {
    Rig rig = new Rig(Rig.with(Rig.settings(1), bind("secret", BindMode.TRANSCEIVER, 0x33)));
    Set<BindType> types = new HashSet<>();
    for (ScriptedConnection connection : rig.transport.connections) {
      connection.events.connected();
      rig.poll();
      Pdu.Bind bind = connection.taken(Pdu.Bind.class).getFirst();
      types.add(bind.type());
      assertEquals(0x33, bind.interfaceVersion());
    }
    assertEquals(Set.of(BindType.TRANSMITTER, BindType.RECEIVER), types);
  }

  @Test
  void every_address_is_tried_then_the_pauses_grow_to_their_maximum() {
    Link link =
        new Link("alpha-1", List.of(new HostPort("one", 1), new HostPort("two", 2)), null, null);
    Rig rig = new Rig(Rig.with(Rig.settings(1), List.of(link)));
    long[] pauses = new long[16];
    for (int i = 0; i < pauses.length; i++) {
      assertEquals(link.addresses().get(i % 2), rig.transport.last().address);
      long failedAt = rig.now;
      rig.transport.last().events.closed("connection refused");
      rig.poll();
      int made = rig.transport.connections.size();
      while (rig.transport.connections.size() == made) {
        rig.now = rig.wakeAt;
        rig.poll();
      }
      pauses[i] = rig.now - failedAt;
      long base = Math.min(30_000, 500L << (i / 2));
      assertTrue(pauses[i] >= base / 2 && pauses[i] <= base, i + ": " + pauses[i]);
    }
    assertEquals("connection refused", link(rig, 0).lastError());
  }

  @Test
  void a_lasting_bind_starts_the_back_off_anew_at_the_first_address() {
    Link link =
        new Link("alpha-1", List.of(new HostPort("one", 1), new HostPort("two", 2)), null, null);
    Rig rig = new Rig(Rig.with(Rig.settings(1), List.of(link)));
    for (int i = 0; i < 5; i++) {
      rig.transport.last().events.closed("connection refused");
      rig.poll();
      rig.now = rig.wakeAt;
      rig.poll();
    }
    assertEquals(6, rig.transport.connections.size());
    assertEquals("two", rig.transport.last().address.host());
    rig.bind(rig.transport.last());
    rig.advance(12_000);
    rig.transport.last().events.closed("reset");
    rig.poll();

    rig.advance(500);

    assertEquals("one", rig.transport.last().address.host());
    assertEquals("CONNECTING", link(rig, 0).state());
  }

  @Test
  void a_wrong_password_is_never_tried_in_a_tight_loop() {
    Rig rig = new Rig(Rig.settings(1));
    refuseBind(rig, rig.connection(0), 0x0E);

    assertTrue(rig.connection(0).closed);
    assertTrue(rig.wakeAt - rig.now >= 15_000, "pause " + (rig.wakeAt - rig.now));
    String error = link(rig, 0).lastError();
    assertNotNull(error);
    assertTrue(error.contains("ESME_RINVPASWD"), error);
  }

  @Test
  void an_old_bind_that_the_carrier_still_sees_is_waited_out_shortly() {
    Rig rig = new Rig(Rig.settings(1));
    refuseBind(rig, rig.connection(0), 0x05);
    assertTrue(rig.wakeAt - rig.now <= 500);
  }

  @Test
  void a_carrier_that_forgot_the_bind_is_bound_anew() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.submit(rig.submission("a"));
    Pdu.SubmitSm sent = rig.connection(0).taken(Pdu.SubmitSm.class).getFirst();

    rig.receive(rig.connection(0), new Pdu.SubmitSmResp(sent.sequenceNumber(), 0x04, ""));
    rig.advance(1_000);

    assertInstanceOf(Refused.class, rig.outcomes.getFirst());
    assertTrue(rig.connection(0).closed);
    assertEquals(2, rig.transport.connections.size());
  }

  @Test
  void a_new_password_rebinds_one_link_at_a_time() {
    CarrierSettings old = Rig.settings(2);
    Rig rig = Rig.bound(old);
    rig.engine.reconfigure(Rig.with(old, bind("next", BindMode.TRANSCEIVER, 0x34)), rig.now);
    rig.poll();

    Pdu.Unbind unbind = rig.connection(0).taken(Pdu.Unbind.class).getFirst();
    assertTrue(rig.connection(1).taken(Pdu.Unbind.class).isEmpty());
    rig.receive(rig.connection(0), new Pdu.UnbindResp(unbind.sequenceNumber(), 0));
    assertTrue(rig.connection(1).taken(Pdu.Unbind.class).isEmpty());
    ScriptedConnection again = rig.transport.last();
    again.events.connected();
    rig.poll();
    Pdu.Bind bind = again.taken(Pdu.Bind.class).getFirst();
    assertEquals("next", bind.password());
    rig.receive(again, new Pdu.BindResp(bind.sequenceNumber(), 0, bind.type(), "", null));

    assertEquals(1, rig.connection(1).taken(Pdu.Unbind.class).size());
  }

  @Test
  void a_new_password_that_is_refused_leaves_the_other_link_bound() {
    CarrierSettings old = Rig.settings(2);
    Rig rig = Rig.bound(old);
    rig.engine.reconfigure(Rig.with(old, bind("typo", BindMode.TRANSCEIVER, 0x34)), rig.now);
    rig.poll();
    Pdu.Unbind unbind = rig.connection(0).taken(Pdu.Unbind.class).getFirst();
    rig.receive(rig.connection(0), new Pdu.UnbindResp(unbind.sequenceNumber(), 0));
    refuseBind(rig, rig.transport.last(), 0x0E);
    for (int i = 0; i < 6; i++) {
      rig.advance(10_000);
      for (Pdu.EnquireLink enquire : rig.connection(1).taken(Pdu.EnquireLink.class)) {
        rig.receive(rig.connection(1), new Pdu.EnquireLinkResp(enquire.sequenceNumber(), 0));
      }
    }

    assertFalse(rig.connection(1).closed);
    assertEquals("BOUND", link(rig, 1).state());
    assertTrue(rig.engine.status(rig.now).usable());
  }

  @Test
  void new_rates_windows_and_timers_touch_no_link() {
    CarrierSettings old = Rig.settings(1);
    Rig rig = Rig.bound(old);
    rig.engine.reconfigure(Rig.with(old, new Flow(2, 50, 10)), rig.now);
    rig.submit(rig.submission("a"), rig.submission("b"), rig.submission("c"));
    rig.advance(1_000);

    assertEquals(2, rig.connection(0).taken(Pdu.SubmitSm.class).size());
    assertFalse(rig.connection(0).closed);
    assertEquals(2, link(rig, 0).windowMax());
    assertEquals(50, rig.engine.status(rig.now).configuredRatePerSecond());
  }

  @Test
  void links_are_added_and_removed_beside_the_ones_that_stay() {
    Rig rig = Rig.bound(Rig.settings(2));
    List<Link> three = Rig.links(3);
    rig.engine.reconfigure(Rig.with(Rig.settings(2), List.of(three.get(1), three.get(2))), rig.now);
    rig.poll();

    Pdu.Unbind unbind = rig.connection(0).taken(Pdu.Unbind.class).getFirst();
    rig.receive(rig.connection(0), new Pdu.UnbindResp(unbind.sequenceNumber(), 0));
    rig.advance(60_000);

    assertEquals("alpha-3", rig.connection(2).link.id());
    assertEquals(
        List.of("alpha-2", "alpha-3"),
        rig.engine.status(rig.now).links().stream().map(LinkStatus::link).toList());
    assertTrue(rig.connection(0).closed);
  }

  @Test
  void a_link_whose_address_is_still_listed_stays_bound() {
    Rig rig = Rig.bound(Rig.settings(1));
    Link wider =
        new Link(
            "alpha-1",
            List.of(new HostPort("other", 2775), new HostPort("smsc1", 2775)),
            null,
            null);
    rig.engine.reconfigure(Rig.with(Rig.settings(1), List.of(wider)), rig.now);
    rig.poll();
    assertTrue(rig.connection(0).taken().isEmpty());

    Link moved = new Link("alpha-1", List.of(new HostPort("other", 2775)), null, null);
    rig.engine.reconfigure(Rig.with(Rig.settings(1), List.of(moved)), rig.now);
    rig.poll();
    assertEquals(1, rig.connection(0).taken(Pdu.Unbind.class).size());
  }
}
