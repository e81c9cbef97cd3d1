package io.strowger.smpp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.CarrierSettings.Credential;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierStatus.LinkStatus;
import io.strowger.smpp.link.ScriptedTransport.ScriptedConnection;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.SmscSimulator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two credentials of one carrier, tried in turn. */
final class CredentialTurnTest {
  private static final int WRONG_PASSWORD = 0x0E;

  private static CarrierSettings with(
      CarrierSettings settings, String password, @Nullable String second) {
    return Rig.with(
        settings,
        new CarrierSettings.Bind(
            "strowger",
            password,
            "",
            0x34,
            BindMode.TRANSCEIVER,
            "",
            second == null ? null : new Credential("strowger", second)));
  }

  private static Rig rig() {
    return new Rig(with(Rig.settings(1), "old", "new"));
  }

  private static LinkStatus link(Rig rig) {
    return rig.engine.status(rig.now).links().getFirst();
  }

  /** The password that the last connection binds with. */
  private static String answer(Rig rig, int status) {
    ScriptedConnection connection = rig.transport.last();
    connection.events.connected();
    rig.poll();
    Pdu.Bind bind = connection.taken(Pdu.Bind.class).getFirst();
    rig.receive(connection, new Pdu.BindResp(bind.sequenceNumber(), status, bind.type(), "", null));
    return bind.password();
  }

  /** How long until the next connection is made, milliseconds. */
  private static long untilNext(Rig rig) {
    long from = rig.now;
    int made = rig.transport.connections.size();
    while (rig.transport.connections.size() == made) {
      rig.now = rig.wakeAt;
      rig.poll();
    }
    return rig.now - from;
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0D, 0x0E, 0x0F})
  void a_refused_credential_gives_way_to_the_other_at_once_and_that_one_is_kept(int status) {
    Rig rig = rig();
    assertEquals("old", answer(rig, status));
    assertFalse(link(rig).refused(), "the other one was not tried yet");
    assertTrue(untilNext(rig) <= 500);
    assertEquals("new", answer(rig, 0));
    assertEquals("BOUND", link(rig).state());
    String why = link(rig).firstRefused();
    assertNotNull(why);
    assertTrue(why.contains("ESME_R"), why);

    rig.advance(20_000);
    rig.transport.last().events.closed("reset");
    rig.poll();
    untilNext(rig);
    assertEquals("new", answer(rig, 0));
  }

  @Test
  void other_refusals_do_not_change_the_credential() {
    Rig rig = rig();
    answer(rig, 0x05);
    untilNext(rig);
    assertEquals("old", answer(rig, 0));
    assertNull(link(rig).firstRefused());
  }

  @Test
  void when_both_are_refused_each_is_tried_once_in_a_long_pause() {
    Rig rig = rig();
    for (int round = 0; round < 5; round++) {
      assertEquals("old", answer(rig, WRONG_PASSWORD));
      assertEquals(round > 0, link(rig).refused());
      assertTrue(untilNext(rig) <= 500);
      assertEquals("new", answer(rig, WRONG_PASSWORD));
      assertTrue(link(rig).refused());
      assertTrue(untilNext(rig) >= 15_000);
    }
    assertEquals("old", answer(rig, 0));
    assertNull(link(rig).firstRefused());
  }

  @Test
  void both_credentials_are_tried_at_every_address() {
    Link link =
        new Link("alpha-1", List.of(new HostPort("one", 1), new HostPort("two", 2)), null, null);
    Rig rig = new Rig(Rig.with(with(Rig.settings(1), "old", "new"), List.of(link)));
    StringBuilder tried = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      String host = rig.transport.last().address.host();
      tried.append(host).append(' ').append(answer(rig, WRONG_PASSWORD)).append(' ');
      untilNext(rig);
    }
    assertEquals("one old one new two old two new ", tried.toString());
  }

  @Test
  void making_the_second_the_first_leaves_the_bind_and_ends_the_complaint() {
    Rig rig = rig();
    answer(rig, WRONG_PASSWORD);
    untilNext(rig);
    answer(rig, 0);

    rig.engine.reconfigure(with(Rig.settings(1), "new", null), rig.now);
    rig.poll();

    assertEquals("BOUND", link(rig).state());
    assertNull(link(rig).firstRefused());
    assertEquals(2, rig.transport.connections.size());
    assertTrue(rig.transport.last().taken(Pdu.Unbind.class).isEmpty());
  }

  @Test
  void another_first_leaves_the_bind_of_the_second_and_ends_the_complaint() {
    Rig rig = rig();
    answer(rig, WRONG_PASSWORD);
    untilNext(rig);
    answer(rig, 0);

    rig.engine.reconfigure(with(Rig.settings(1), "other", "new"), rig.now);
    rig.poll();

    assertEquals("BOUND", link(rig).state());
    assertNull(link(rig).firstRefused(), "nobody has refused this one");
    assertEquals(2, rig.transport.connections.size());
  }

  @Test
  void taking_the_credential_in_use_away_binds_anew() {
    Rig rig = rig();
    answer(rig, WRONG_PASSWORD);
    untilNext(rig);
    answer(rig, 0);

    rig.engine.reconfigure(with(Rig.settings(1), "other", null), rig.now);
    rig.poll();

    assertEquals(1, rig.transport.last().taken(Pdu.Unbind.class).size());
  }

  @Test
  void a_corrected_password_is_tried_at_once() {
    Rig rig = rig();
    answer(rig, WRONG_PASSWORD);
    untilNext(rig);
    answer(rig, WRONG_PASSWORD);

    rig.engine.reconfigure(with(Rig.settings(1), "right", "new"), rig.now);
    rig.poll();

    assertEquals("right", answer(rig, 0));
  }

  @Test
  void no_password_is_in_words_that_could_be_logged() {
    CarrierSettings settings = with(Rig.settings(1), "first-pw", "second-pw");
    String words = settings + " " + BindPlan.of(settings);
    assertFalse(words.contains("first-pw") || words.contains("second-pw"), words);
  }

  @Test
  void a_carrier_that_changes_its_password_is_bound_by_the_other() throws IOException {
    Dials before = Dials.DEFAULT.toBuilder().password("old").build();
    try (SmscSimulator smsc =
            SmscSimulator.start(
                SmscSimulator.Settings.loopback(() -> System.currentTimeMillis() * 1_000),
                before,
                null);
        LiveCarrier live =
            new LiveCarrier(
                with(
                    LiveCarrier.settings(LiveCarrier.link("one", smsc.address())), "old", "new"))) {
      live.awaitBound(1);
      assertNull(live.lastStatus.links().getFirst().firstRefused());

      var _ = smsc.turn(dials -> dials.toBuilder().password("new").build());
      smsc.cutLinks();
      LiveCarrier.eventually().until(() -> !live.lastStatus.usable());
      smsc.restoreLinks();
      live.awaitBound(1);

      assertNotNull(live.lastStatus.links().getFirst().firstRefused());
      live.submit(10, "Your code is 493817");
      live.awaitOutcomes(10);
      assertTrue(live.outcomes.stream().allMatch(SubmitOutcome.Accepted.class::isInstance));

      var _ = smsc.turn(dials -> dials.toBuilder().password("old").build());
      smsc.cutLinks();
      LiveCarrier.eventually().until(() -> !live.lastStatus.usable());
      smsc.restoreLinks();
      live.awaitBound(1);
      assertNull(live.lastStatus.links().getFirst().firstRefused());
    }
  }
}
