package io.strowger.smpp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.ServerSettings.Limits;
import io.strowger.smpp.text.DataCoding;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Binds that find their account's places taken by connections that are dead. */
final class SilentSessionsTest {
  private static final int RALYBND = CommandStatus.ESME_RALYBND.value();

  private final TestApplication application = new TestApplication();
  private final ServerEngine engine =
      new ServerEngine(
          LiveServer.settings(Limits.DEFAULT, Steps.TIMERS, null), application, 1_000_000);
  private long now = 1_000_000;

  @BeforeEach
  void twoPlaces() {
    application.accounts.put("esme", new AccountTerms("esme", 2, 10, 0, 2, DataCoding.GSM_7BIT));
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

  private FakeEsme bound() {
    return FakeEsme.bound(engine, "esme", BindType.TRANSCEIVER, now);
  }

  private FakeEsme asking() {
    FakeEsme esme = new FakeEsme(engine, FakeEsme.address(1), now);
    esme.bind("esme", TestApplication.PASSWORD, BindType.TRANSCEIVER, now);
    return esme;
  }

  private void answer(FakeEsme esme) {
    Pdu probe = esme.received.removeFirst();
    assertTrue(probe instanceof Pdu.EnquireLink, probe::toString);
    esme.send(new Pdu.EnquireLinkResp(probe.sequenceNumber(), 0), now);
  }

  @Test
  void a_dead_session_gives_its_place_to_a_bind_that_waits() {
    FakeEsme dead = bound();
    FakeEsme alive = bound();
    pass(5_000);
    FakeEsme third = asking();
    assertEquals(List.of(), third.received, "the answer waits for the others");
    pass(500);
    answer(alive);
    pass(2_000);
    assertEquals(List.of(0), third.statuses());
    assertTrue(dead.closed);
    assertFalse(alive.closed);
    dead.gone(now);
    assertEquals(2, engine.status().sessions().size());
  }

  @Test
  void sessions_that_are_there_keep_their_places() {
    FakeEsme first = bound();
    FakeEsme second = bound();
    pass(5_000);
    FakeEsme third = asking();
    answer(first);
    answer(second);
    pass(2_500);
    assertEquals(List.of(RALYBND), third.statuses());
    assertTrue(third.closed);
    assertFalse(first.closed || second.closed);
  }

  @Test
  void sessions_that_were_just_heard_are_not_asked() {
    FakeEsme first = bound();
    FakeEsme second = bound();
    pass(5_000);
    first.send(new Pdu.EnquireLink(90), now);
    second.send(new Pdu.EnquireLink(90), now);
    assertEquals(List.of(RALYBND), asking().statuses());
  }

  @Test
  void one_dead_session_makes_room_for_one_of_two_that_wait() {
    FakeEsme alive = bound();
    FakeEsme dead = bound();
    pass(5_000);
    FakeEsme third = asking();
    FakeEsme fourth = asking();
    answer(alive);
    pass(2_500);
    assertTrue(dead.closed);
    assertEquals(List.of(0), third.statuses());
    assertEquals(List.of(RALYBND), fourth.statuses());
  }

  @Test
  void a_bind_that_goes_away_while_it_waits_disturbs_nobody() {
    FakeEsme first = bound();
    FakeEsme second = bound();
    pass(5_000);
    FakeEsme third = asking();
    third.gone(now);
    pass(3_000);
    assertEquals(List.of(), third.received);
    assertFalse(first.closed || second.closed);
    assertEquals(2, engine.status().sessions().size());
  }

  @Test
  void an_account_that_is_gone_meanwhile_lets_nobody_in() {
    bound();
    bound();
    pass(5_000);
    FakeEsme third = asking();
    application.accounts.remove("esme");
    pass(3_000);
    assertFalse(third.statuses().contains(0));
    assertTrue(third.closed);
  }

  @Test
  void the_status_counts_what_passes_over_each_session() {
    FakeEsme esme = bound();
    esme.submit(now);
    engine.poll(now);
    SessionStatus status = engine.status().statuses().getFirst();
    assertEquals("esme", status.esme().account());
    assertEquals(1, status.requests());
    assertEquals(0, status.refused());
    assertEquals(now, status.heardAtMillis());
    assertEquals(status, Objects.requireNonNull(engine.status().statuses().getFirst()));
  }
}
