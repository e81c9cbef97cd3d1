package io.strowger.smpp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.receipt.ReceiptState;
import io.strowger.smpp.server.ServerSettings.Limits;
import io.strowger.smpp.server.ServerSettings.Parts;
import io.strowger.smpp.text.DataCoding;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sessions share, with virtual time and clients that have no sockets. */
final class ServerEngineTest {
  private static final int RTHROTTLED = CommandStatus.ESME_RTHROTTLED.value();
  private static final int RMSGQFUL = CommandStatus.ESME_RMSGQFUL.value();
  private static final int RBINDFAIL = CommandStatus.ESME_RBINDFAIL.value();
  private static final int RALYBND = CommandStatus.ESME_RALYBND.value();
  private static final Limits SMALL =
      new Limits(8, 4, 3, 20, 5, 4_096, 2_000, 50, new Parts(2, 1_000, 5_000));

  private final TestApplication application = new TestApplication();
  private final ServerEngine engine =
      new ServerEngine(LiveServer.settings(SMALL, Steps.TIMERS, null), application, 1_000_000);
  private long now = 1_000_000;

  ServerEngineTest() {
    application.sink = responses -> engine.respond(responses, now);
  }

  private void pass(long millis) {
    long until = now + millis;
    long next = engine.poll(now);
    while (next <= until) {
      now = Math.max(now + 1, next);
      next = engine.poll(now);
    }
    now = until;
    engine.poll(now);
  }

  private FakeEsme bound(String account, BindType type) {
    return FakeEsme.bound(engine, account, type, now);
  }

  private void limit(int bindsMax, int windowMax, double perSecond) {
    application.accounts.put(
        "esme", new AccountTerms("esme", bindsMax, windowMax, perSecond, 2, DataCoding.GSM_7BIT));
  }

  private static List<Delivery> receipts(String account, int count) {
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      deliveries.add(
          new Delivery(account, i, SmppServerTest.receipt("1" + i, ReceiptState.DELIVERED)));
    }
    return deliveries;
  }

  @Test
  void unknown_and_wrong_are_told_alike_at_the_same_time() {
    FakeEsme unknown = new FakeEsme(engine, FakeEsme.address(1), now);
    FakeEsme wrong = new FakeEsme(engine, FakeEsme.address(2), now);
    unknown.bind("nobody", TestApplication.PASSWORD, BindType.TRANSCEIVER, now);
    wrong.bind("esme", "guess", BindType.TRANSCEIVER, now);
    pass(200);
    assertEquals(List.of(), unknown.received);
    assertEquals(List.of(), wrong.received);
    pass(150);
    assertEquals(unknown.received.toString(), wrong.received.toString());
    assertEquals(List.of(RBINDFAIL), unknown.statuses());
    assertTrue(unknown.closed && wrong.closed);
  }

  @Test
  void guessing_gets_slower_while_the_right_password_is_never_slow() {
    for (int i = 0; i < 4; i++) {
      FakeEsme guess = new FakeEsme(engine, FakeEsme.address(1), now);
      guess.bind("esme", "guess", BindType.TRANSCEIVER, now);
      pass(250L << i);
      pass(150);
      assertEquals(List.of(RBINDFAIL), guess.statuses());
      guess.gone(now);
    }
    FakeEsme right = new FakeEsme(engine, FakeEsme.address(2), now);
    right.bind("esme", TestApplication.PASSWORD, BindType.TRANSCEIVER, now);
    assertEquals(List.of(0), right.statuses());
  }

  @Test
  void after_some_failures_the_application_is_not_asked_for_a_while() {
    for (int i = 0; i < 4; i++) {
      FakeEsme guess = new FakeEsme(engine, FakeEsme.address(1), now);
      guess.bind("esme", "guess", BindType.TRANSCEIVER, now);
      guess.gone(now);
    }
    assertEquals(3, application.binds.size());
    assertEquals(4, application.bindsRefused.size());
    pass(1_100);
    FakeEsme later = new FakeEsme(engine, FakeEsme.address(1), now);
    later.bind("esme", TestApplication.PASSWORD, BindType.TRANSCEIVER, now);
    assertEquals(List.of(0), later.statuses());
  }

  @Test
  void an_account_has_only_so_many_binds_until_one_ends() {
    limit(2, 10, 0);
    FakeEsme first = bound("esme", BindType.TRANSMITTER);
    bound("esme", BindType.RECEIVER);
    FakeEsme third = new FakeEsme(engine, FakeEsme.address(1), now);
    third.bind("esme", TestApplication.PASSWORD, BindType.TRANSCEIVER, now);
    assertEquals(List.of(RALYBND), third.statuses());
    assertTrue(third.closed);
    first.gone(now);
    bound("esme", BindType.TRANSMITTER);
  }

  @Test
  void connections_are_limited_in_all_and_for_each_address() {
    for (int i = 0; i < 4; i++) {
      FakeEsme esme = new FakeEsme(engine, FakeEsme.address(1), now);
      esme.bind("esme", TestApplication.PASSWORD, BindType.TRANSCEIVER, now);
    }
    FakeEsme fifth = new FakeEsme(engine, FakeEsme.address(1), now);
    assertNull(fifth.connection);
    List<FakeEsme> others = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      FakeEsme esme = new FakeEsme(engine, FakeEsme.address(2), now);
      esme.bind("other", TestApplication.PASSWORD, BindType.TRANSCEIVER, now);
      others.add(esme);
    }
    assertNull(new FakeEsme(engine, FakeEsme.address(3), now).connection);
    others.getFirst().gone(now);
    assertNotNull(new FakeEsme(engine, FakeEsme.address(3), now).connection);
    assertEquals(
        List.of("too many connections from this address", "too many connections"),
        List.copyOf(application.turnedAway).subList(0, 2));
  }

  @Test
  void of_those_that_do_not_bind_the_oldest_gives_way() {
    List<FakeEsme> idle = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      idle.add(new FakeEsme(engine, FakeEsme.address(i), now));
    }
    assertTrue(idle.get(0).closed);
    assertFalse(idle.get(1).closed);
    FakeEsme late = idle.get(3);
    late.bind("esme", TestApplication.PASSWORD, BindType.TRANSCEIVER, now);
    assertEquals(List.of(0), late.statuses());
  }

  @Test
  void strangers_may_send_only_short_pdus_until_they_bind() {
    FakeEsme esme = bound("esme", BindType.TRANSCEIVER);
    assertEquals(4_096, esme.limit);
  }

  @Test
  void the_rate_is_the_accounts_over_all_its_sessions_and_nobody_elses() {
    limit(5, 100, 10);
    FakeEsme one = bound("esme", BindType.TRANSMITTER);
    FakeEsme two = bound("esme", BindType.TRANSMITTER);
    FakeEsme other = bound("other", BindType.TRANSMITTER);
    for (int i = 0; i < 6; i++) {
      one.submit(now);
      two.submit(now);
      other.submit(now);
    }
    assertEquals(List.of(0, 0, 0, 0, 0, RTHROTTLED), one.statuses());
    assertEquals(List.of(0, 0, 0, 0, 0, RTHROTTLED), two.statuses());
    assertEquals(Collections.nCopies(6, 0), other.statuses());
    pass(100);
    one.submit(now);
    one.submit(now);
    assertEquals(List.of(0, RTHROTTLED), one.statuses());
  }

  @Test
  void who_binds_anew_for_each_message_has_the_same_rate() {
    limit(5, 100, 10);
    int taken = 0;
    for (int i = 0; i < 30; i++) {
      FakeEsme esme = bound("esme", BindType.TRANSMITTER);
      esme.submit(now);
      taken += esme.statuses().getFirst() == 0 ? 1 : 0;
      esme.gone(now);
      pass(10);
    }
    assertEquals(13, taken, 1);
  }

  @Test
  void who_does_not_heed_refusals_is_not_read_for_a_second() {
    limit(5, 100, 1);
    FakeEsme flood = bound("esme", BindType.TRANSMITTER);
    FakeEsme other = bound("other", BindType.TRANSMITTER);
    for (int i = 0; i < 300; i++) {
      flood.submit(now);
    }
    assertFalse(flood.reading);
    assertTrue(other.reading);
    pass(1_100);
    assertTrue(flood.reading);
    assertFalse(flood.closed);
  }

  @Test
  void more_requests_than_the_server_holds_are_told_that_the_queue_is_full() {
    application.silent = true;
    limit(5, 100, 0);
    FakeEsme esme = bound("esme", BindType.TRANSMITTER);
    for (int i = 0; i < 21; i++) {
      esme.submit(now);
    }
    assertEquals(List.of(RMSGQFUL), esme.statuses());
    assertEquals(20, engine.status().awaited());
    esme.gone(now);
    assertEquals(0, engine.status().awaited());
  }

  @Test
  void a_pdu_that_does_not_end_ends_its_session_and_one_that_does_not() {
    FakeEsme slow = bound("esme", BindType.TRANSCEIVER);
    FakeEsme good = bound("other", BindType.TRANSCEIVER);
    slow.partial(now);
    good.partial(now);
    pass(1_900);
    slow.partial(now);
    good.submit(now);
    good.partial(now);
    pass(200);
    assertTrue(slow.closed);
    assertFalse(good.closed);
    assertEquals(List.of("a PDU that does not end"), List.copyOf(application.unbound));
  }

  @Test
  void who_does_not_read_is_not_read_and_at_last_closed() {
    FakeEsme esme = bound("esme", BindType.TRANSCEIVER);
    esme.congested(true, now);
    assertFalse(esme.reading);
    engine.deliver(receipts("esme", 1), now);
    pass(9_000);
    assertEquals(List.of(), esme.received);
    esme.congested(false, now);
    assertTrue(esme.reading);
    assertEquals(1, esme.received.size());
    esme.congested(true, now);
    pass(10_200);
    assertTrue(esme.closed);
  }

  @Test
  void deliveries_go_to_all_receivers_in_turn_and_wait_for_room() {
    limit(5, 100, 0);
    FakeEsme first = bound("esme", BindType.RECEIVER);
    FakeEsme second = bound("esme", BindType.TRANSCEIVER);
    FakeEsme third = bound("esme", BindType.TRANSMITTER);
    engine.deliver(receipts("esme", 6), now);
    engine.poll(now);
    assertEquals(2, first.received.size());
    assertEquals(2, second.received.size());
    assertEquals(List.of(), third.received);
    first.send(new Pdu.DeliverSmResp(1, 0, ""), now);
    assertEquals(3, first.received.size());
    first.gone(now);
    assertEquals(2, second.received.size());
    second.send(new Pdu.DeliverSmResp(1, 0, ""), now);
    second.send(new Pdu.DeliverSmResp(2, 0x64, ""), now);
    second.send(new Pdu.DeliverSmResp(3, 0, ""), now);
    assertEquals(6, application.outcomes.size());
    assertEquals(
        2, application.outcomes.stream().filter(DeliveryOutcome.InDoubt.class::isInstance).count());
    assertEquals(
        1,
        application.outcomes.stream()
            .filter(o -> o instanceof DeliveryOutcome.Answered(_, int status) && status == 0x64)
            .count());
  }

  @Test
  void a_delivery_nobody_can_take_comes_back_at_once_and_so_does_one_too_many() {
    engine.deliver(receipts("esme", 1), now);
    bound("esme", BindType.TRANSMITTER);
    engine.deliver(receipts("esme", 1), now);
    engine.poll(now);
    assertEquals(
        List.of(new DeliveryOutcome.NotSent(0), new DeliveryOutcome.NotSent(0)),
        List.copyOf(application.outcomes));
    application.outcomes.clear();
    FakeEsme receiver = bound("other", BindType.RECEIVER);
    engine.deliver(receipts("other", 16), now);
    engine.poll(now);
    assertEquals(10, receiver.received.size());
    assertEquals(List.of(new DeliveryOutcome.NotSent(15)), List.copyOf(application.outcomes));
  }

  @Test
  void when_the_last_receiver_leaves_what_waits_was_not_sent_and_what_went_is_in_doubt() {
    limit(5, 100, 0);
    FakeEsme receiver = bound("esme", BindType.RECEIVER);
    engine.deliver(receipts("esme", 4), now);
    engine.poll(now);
    receiver.gone(now);
    pass(200);
    assertEquals(
        List.of(
            new DeliveryOutcome.InDoubt(0),
            new DeliveryOutcome.InDoubt(1),
            new DeliveryOutcome.NotSent(2),
            new DeliveryOutcome.NotSent(3)),
        List.copyOf(application.outcomes));
  }

  @Test
  void an_application_that_fails_refuses_what_it_was_given() {
    FakeEsme esme = bound("esme", BindType.TRANSCEIVER);
    application.sink =
        responses -> {
          throw new IllegalStateException("no store");
        };
    assertThrows(IllegalStateException.class, () -> esme.submit(now));
    assertEquals(List.of(CommandStatus.ESME_RSYSERR.value()), esme.statuses());
  }

  @Test
  void answers_to_sessions_that_ended_and_answers_given_twice_are_passed_over() {
    application.silent = true;
    FakeEsme esme = bound("esme", BindType.TRANSCEIVER);
    esme.submit(now);
    RequestRef ref = application.submits().getFirst().requests().getFirst();
    List<Response> twice =
        List.of(new Response.Accepted(ref, "1"), new Response.Accepted(ref, "2"));
    engine.respond(twice, now);
    engine.poll(now);
    assertEquals(1, esme.received.size());
    esme.gone(now);
    engine.respond(twice, now);
    engine.poll(now);
    assertEquals(1, esme.received.size());
  }

  @Test
  void an_account_can_be_unbound_and_its_terms_be_changed() {
    FakeEsme esme = bound("esme", BindType.TRANSCEIVER);
    FakeEsme other = bound("other", BindType.TRANSCEIVER);
    engine.terms(List.of(new AccountTerms("other", 1, 100, 1, 1, DataCoding.GSM_7BIT)));
    other.submit(now);
    other.submit(now);
    assertEquals(List.of(0, RTHROTTLED), other.statuses());
    engine.unbind("esme", now);
    engine.poll(now);
    assertInstanceOf(Pdu.Unbind.class, esme.received.getFirst());
    pass(3_100);
    assertTrue(esme.closed);
    assertFalse(other.closed);
  }

  @Test
  void a_stop_lets_nobody_in_and_is_done_when_all_are_gone() {
    FakeEsme esme = bound("esme", BindType.TRANSCEIVER);
    engine.stop(now);
    assertNull(new FakeEsme(engine, InetAddress.getLoopbackAddress(), now).connection);
    engine.poll(now);
    esme.send(new Pdu.UnbindResp(esme.received.getFirst().sequenceNumber(), 0), now);
    assertTrue(esme.closed);
    assertFalse(engine.stopped());
    esme.gone(now);
    assertTrue(engine.stopped());
  }

  @Test
  void a_server_without_clients_sleeps() {
    assertEquals(Long.MAX_VALUE, engine.poll(now));
    FakeEsme esme = bound("esme", BindType.TRANSCEIVER);
    assertTrue(engine.poll(now) <= now + 100);
    esme.gone(now);
    pass(1_000);
    assertEquals(Long.MAX_VALUE, engine.poll(now));
  }
}
