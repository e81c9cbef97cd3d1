package io.strowger.smpp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.link.CarrierSettings.Flow;
import io.strowger.smpp.link.ScriptedTransport.ScriptedConnection;
import io.strowger.smpp.link.SubmitOutcome.Accepted;
import io.strowger.smpp.link.SubmitOutcome.InDoubt;
import io.strowger.smpp.link.SubmitOutcome.NotSent;
import io.strowger.smpp.link.SubmitOutcome.NotSent.Reason;
import io.strowger.smpp.link.SubmitOutcome.Refused;
import io.strowger.smpp.receipt.Disposition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts, rate, slowing down, and the honest wait. */
final class CarrierFlowTest {
  private static final String FOUR_PARTS = "0123456789".repeat(60);

  private static void answer(
      Rig rig, ScriptedConnection connection, Pdu.SubmitSm sent, int status) {
    connection.events.received(
        new Pdu.SubmitSmResp(sent.sequenceNumber(), status, "id" + sent.sequenceNumber()));
    rig.poll();
  }

  @Test
  void all_parts_leave_on_one_link_and_are_one_outcome() {
    Rig rig = Rig.bound(Rig.settings(2));
    rig.submit(rig.submission("long", FOUR_PARTS, rig.now + 60_000));

    List<Pdu.SubmitSm> first = rig.connection(0).taken(Pdu.SubmitSm.class);
    List<Pdu.SubmitSm> second = rig.connection(1).taken(Pdu.SubmitSm.class);
    assertEquals(4, first.size() + second.size());
    assertTrue(first.isEmpty() || second.isEmpty());
    ScriptedConnection connection = rig.connection(first.isEmpty() ? 1 : 0);
    List<Pdu.SubmitSm> parts = first.isEmpty() ? second : first;
    for (int i = 3; i >= 0; i--) {
      assertTrue(rig.outcomes.isEmpty());
      assertEquals("000000000100000R", parts.get(i).message().validityPeriod());
      answer(rig, connection, parts.get(i), 0);
    }
    Accepted accepted = assertInstanceOf(Accepted.class, rig.outcomes.getFirst());
    assertEquals(
        parts.stream().map(part -> "id" + part.sequenceNumber()).toList(), accepted.messageIds());
  }

  @Test
  void a_long_message_waits_for_room_for_all_its_parts() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(5, 0, 100)));
    rig.submit(rig.submission("a"), rig.submission("b"));
    List<Pdu.SubmitSm> sent = rig.connection(0).taken(Pdu.SubmitSm.class);

    rig.submit(rig.submission("long", FOUR_PARTS, rig.now + 60_000), rig.submission("after"));
    assertTrue(rig.connection(0).taken().isEmpty());
    answer(rig, rig.connection(0), sent.getFirst(), 0);

    assertEquals(4, rig.connection(0).taken(Pdu.SubmitSm.class).size());
  }

  @Test
  void a_message_longer_than_the_window_leaves_part_by_part() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(1, 0, 100)));
    rig.submit(rig.submission("long", FOUR_PARTS, rig.now + 60_000), rig.submission("after"));
    for (int i = 0; i < 4; i++) {
      List<Pdu.SubmitSm> sent = rig.connection(0).taken(Pdu.SubmitSm.class);
      assertEquals(1, sent.size());
      assertEquals(0x40, sent.getFirst().message().esmClass());
      answer(rig, rig.connection(0), sent.getFirst(), 0);
    }
    assertInstanceOf(Accepted.class, rig.outcomes.getFirst());
    assertEquals(0, rig.connection(0).taken(Pdu.SubmitSm.class).getFirst().message().esmClass());
  }

  @Test
  void a_refused_part_refuses_the_message_and_stops_the_rest() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(1, 0, 100)));
    rig.submit(rig.submission("long", FOUR_PARTS, rig.now + 60_000));
    answer(rig, rig.connection(0), rig.connection(0).taken(Pdu.SubmitSm.class).getFirst(), 0);
    answer(rig, rig.connection(0), rig.connection(0).taken(Pdu.SubmitSm.class).getFirst(), 0x45);

    assertInstanceOf(Refused.class, rig.outcomes.getFirst());
    assertEquals(1, rig.outcomes.size());
    assertTrue(rig.connection(0).taken().isEmpty());
  }

  @Test
  void a_deadline_between_parts_leaves_the_message_in_doubt() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(1, 0, 100)));
    rig.submit(rig.submission("long", FOUR_PARTS, rig.now + 1_000));
    Pdu.SubmitSm first = rig.connection(0).taken(Pdu.SubmitSm.class).getFirst();
    rig.now += 1_000;
    answer(rig, rig.connection(0), first, 0);

    assertInstanceOf(InDoubt.class, rig.outcomes.getFirst());
    assertTrue(rig.connection(0).taken().isEmpty());
  }

  @Test
  void a_link_lost_between_parts_leaves_the_message_in_doubt() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(1, 0, 100)));
    rig.submit(rig.submission("long", FOUR_PARTS, rig.now + 60_000));
    answer(rig, rig.connection(0), rig.connection(0).taken(Pdu.SubmitSm.class).getFirst(), 0);
    rig.connection(0).taken();
    rig.connection(0).events.closed("reset");
    rig.poll();
    assertEquals(1, rig.outcomes.size());
    assertInstanceOf(InDoubt.class, rig.outcomes.getFirst());
  }

  @Test
  void a_text_of_too_many_parts_is_not_sent() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.submit(rig.submission("huge", "x".repeat(50_000), rig.now + 60_000));
    NotSent notSent = assertInstanceOf(NotSent.class, rig.outcomes.getFirst());
    assertEquals(Reason.UNENCODABLE, notSent.reason());
  }

  @Test
  void the_rate_is_shared_by_the_links_and_spread_over_the_second() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(2), new Flow(1000, 100, 1000)));
    Submission[] many = new Submission[300];
    for (int i = 0; i < many.length; i++) {
      many[i] = rig.submission("m" + i);
    }
    rig.submit(many);
    List<Integer> each100Millis = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rig.advance(100);
      each100Millis.add(
          rig.connection(0).taken(Pdu.SubmitSm.class).size()
              + rig.connection(1).taken(Pdu.SubmitSm.class).size());
    }
    int total = each100Millis.stream().mapToInt(Integer::intValue).sum();
    assertTrue(total >= 198 && total <= 202, "total " + total);
    assertTrue(each100Millis.stream().allMatch(n -> n >= 8 && n <= 13), each100Millis.toString());
  }

  @Test
  void throttled_means_slower_then_gradually_back() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(1000, 100, 100_000)));
    ScriptedConnection connection = rig.connection(0);
    int submitted = 0;
    double lowest = 100;
    boolean throttled = false;
    for (int i = 0; i < 400; i++) {
      rig.submit(rig.submission("m" + submitted++), rig.submission("m" + submitted++));
      List<Pdu.SubmitSm> sent = connection.taken(Pdu.SubmitSm.class);
      for (Pdu.SubmitSm one : sent) {
        answer(rig, connection, one, i >= 100 && !throttled ? 0x58 : 0);
        throttled = i >= 100;
      }
      rig.advance(10);
      if (throttled) {
        lowest = Math.min(lowest, rig.engine.status(rig.now).rateLimitPerSecond());
      }
    }
    assertTrue(lowest >= 40 && lowest <= 55, "lowest " + lowest);
    Refused refused =
        rig.outcomes.stream()
            .filter(Refused.class::isInstance)
            .map(Refused.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals(Disposition.THROTTLE, refused.disposition());
    rig.advance(30_000);
    assertEquals(100, rig.engine.status(rig.now).rateLimitPerSecond());
  }

  @Test
  void a_throttled_carrier_without_a_rate_gets_one_and_loses_it_again() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(1000, 0, 100_000)));
    for (int i = 0; i < 50; i++) {
      rig.submit(rig.submission("m" + i));
    }
    for (Pdu.SubmitSm sent : rig.connection(0).taken(Pdu.SubmitSm.class)) {
      answer(rig, rig.connection(0), sent, 0x58);
    }
    assertEquals(25, rig.engine.status(rig.now).rateLimitPerSecond(), 1);

    rig.advance(120_000);

    assertEquals(0, rig.engine.status(rig.now).rateLimitPerSecond());
  }

  @Test
  void the_wait_tells_the_queue_behind_the_rate() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(1000, 10, 1000)));
    assertEquals(0, rig.engine.status(rig.now).estimatedWaitMillis());
    Submission[] many = new Submission[101];
    for (int i = 0; i < many.length; i++) {
      many[i] = rig.submission("m" + i);
    }
    rig.submit(many);
    assertEquals(10_000.0, (double) rig.engine.status(rig.now).estimatedWaitMillis(), 300);
    rig.advance(100);
    assertEquals(9_900.0, (double) rig.statuses.getLast().estimatedWaitMillis(), 300);
  }

  @Test
  void the_wait_tells_a_carrier_that_stopped_answering() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(2, 0, 1000)));
    rig.submit(rig.submission("a"), rig.submission("b"), rig.submission("c"));
    rig.advance(4_000);
    assertTrue(rig.engine.status(rig.now).estimatedWaitMillis() >= 4_000);
    assertTrue(rig.statuses.getLast().estimatedWaitMillis() >= 3_000);
  }
}
