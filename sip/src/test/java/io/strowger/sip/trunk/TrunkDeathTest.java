package io.strowger.sip.trunk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.CallEvidence;
import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.CallScript;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.trunk.FarTrunk.Came;
import io.strowger.sip.trunk.LiveTrunks.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A trunk dies in every state of a call, over real sockets: who is called next, what is held. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TrunkDeathTest {
  private static final CallScript SHORT = new CodeScript("4", false, '1', 0);

  /** First word, PDD, ringing, talking. */
  private static final CallLimits LIMITS = new CallLimits(1_000, 2_000, 4_000, 60_000);

  private static TrunkSettings trunk(String id, FarTrunk far, Transport transport, int priority) {
    TrunkSettings plain =
        TrunkSettings.of(
            id,
            TrunkSettings.Peer.of("127.0.0.1", far.port(), transport),
            TrunkSettings.Caller.of("39029876543"));
    return new TrunkSettings(
        id,
        priority,
        plain.peer(),
        plain.credentials(),
        null,
        plain.caller(),
        plain.numbers(),
        plain.limits(),
        new TrunkSettings.Health(3, 2, 0, 60_000, 4_000),
        plain.features(),
        plain.media());
  }

  @TempDir private Path folder = Path.of("");

  /** Two trunks, of which the second is well. */
  private static final class Two implements AutoCloseable {
    final FarTrunk first;
    final FarTrunk second;
    final LiveTrunks live;

    Two(Transport transport) throws IOException {
      first = FarTrunk.on(transport);
      second = FarTrunk.on(transport);
      live =
          new LiveTrunks(
              new SipCarrierSettings(
                  "alpha",
                  List.of(trunk("a", first, transport, 0), trunk("b", second, transport, 1))));
    }

    /** With phrases so short that a whole call takes six seconds. */
    Came calledInHaste(Path folder) throws Exception {
      live.pack = ShortPack.in(folder);
      return called();
    }

    Came called() throws InterruptedException {
      live.place("ref", SHORT, LIMITS, 50_000);
      return first.next("INVITE");
    }

    /** The second trunk is called, and what it says counts. */
    void goesOn() throws Exception {
      second.next("INVITE").answer(486);
      Ended end = live.end();
      assertEquals(Disposition.BUSY, end.report().outcome().disposition(), () -> "" + end);
      assertEquals("b", end.report().trunk());
      assertTrue(live.seen.stream().anyMatch(one -> one.startsWith("a -> b: ")), "" + live.seen);
      live.holdsNothing();
    }

    /** It ends there, and nobody else is called. */
    CallEvidence endsWith(Disposition disposition) throws Exception {
      Ended end = live.end();
      assertEquals(disposition, end.report().outcome().disposition(), () -> "" + end);
      assertEquals("a", end.report().trunk());
      assertFalse(second.methods().contains("INVITE"), "a second telephone rings");
      live.holdsNothing();
      return end.report().evidence();
    }

    @Override
    public void close() {
      live.close();
      first.close();
      second.close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void before_it_says_anything(Transport transport) throws Exception {
    try (Two two = new Two(transport)) {
      two.called();
      two.first.die();
      two.goesOn();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void after_it_said_that_it_tries(Transport transport) throws Exception {
    try (Two two = new Two(transport)) {
      two.called().answer(100);
      await().until(() -> two.live.counters().received() > 0);
      two.first.die();
      two.goesOn();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void while_it_rings(Transport transport) throws Exception {
    try (Two two = new Two(transport)) {
      two.called().answer(180);
      await().until(() -> two.live.seen.contains("a RINGING"));
      two.first.die();
      CallEvidence seen = two.endsWith(Disposition.NO_ANSWER);
      assertTrue(seen.ringing());
      assertFalse(seen.answered());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void as_soon_as_it_has_answered(Transport transport) throws Exception {
    try (Two two = new Two(transport)) {
      Came invite = two.calledInHaste(folder);
      two.first.fallSilent();
      two.first.describe(invite, 200);
      two.first.next("ACK");
      two.first.die();
      CallEvidence seen = two.endsWith(Disposition.NO_MEDIA);
      assertTrue(seen.answered());
      assertFalse(seen.mediaSeen());
      assertTrue(seen.silentFarEnd());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void while_the_code_is_said(Transport transport) throws Exception {
    try (Two two = new Two(transport)) {
      two.live.place("ref", new CodeScript("424242", false, '1', 2), LIMITS, 50_000);
      two.first.describe(two.first.next("INVITE"), 200);
      two.first.next("ACK");
      await().until(() -> two.first.heard() > 150);
      two.first.die();
      CallEvidence seen = two.endsWith(Disposition.HUNG_UP_EARLY);
      assertTrue(seen.mediaSeen());
      assertFalse(seen.playedToEnd());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void while_we_hang_up(Transport transport) throws Exception {
    try (Two two = new Two(transport)) {
      two.first.describe(two.calledInHaste(folder), 200);
      two.first.next("BYE");
      two.first.die();
      assertTrue(two.endsWith(Disposition.COMPLETED).playedToEnd());
    }
  }

  @Test
  void a_reset_while_it_rings_takes_the_call_back_over_a_new_connection() throws Exception {
    try (Two two = new Two(Transport.TCP)) {
      Came invite = two.called();
      invite.answer(180);
      await().until(() -> two.live.seen.contains("a RINGING"));
      two.first.reset();
      Came cancel = two.first.next("CANCEL");
      assertEquals(invite.request().branch(), cancel.request().branch());
      cancel.answer(200);
      two.endsWith(Disposition.NO_ANSWER);
    }
  }

  @Test
  void a_reset_in_the_middle_of_a_call_costs_nothing() throws Exception {
    try (Two two = new Two(Transport.TCP)) {
      two.first.describe(two.calledInHaste(folder), 200);
      two.first.next("ACK");
      two.first.reset();
      two.first.next("BYE").answer(200);
      assertTrue(two.endsWith(Disposition.COMPLETED).playedToEnd());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void trunks_that_are_all_dead_end_the_call_at_once_or_at_its_deadline(Transport transport)
      throws Exception {
    try (Two two = new Two(transport)) {
      two.first.die();
      two.second.die();
      long begin = System.nanoTime();
      two.live.place("ref", SHORT, CallLimits.DEFAULT, 3_500);
      Ended end = two.live.end();
      assertNull(end.result());
      assertTrue(System.nanoTime() - begin < Duration.ofSeconds(10).toNanos());
      assertEquals(
          transport == Transport.TCP ? Disposition.RETRY_OTHER_TRUNK : Disposition.DEADLINE,
          end.report().outcome().disposition(),
          () -> "" + end);
      two.live.holdsNothing();
    }
  }
}
