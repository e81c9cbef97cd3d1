package io.strowger.smpp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.List;
import org.junit.jupiter.api.Test;

final class CarrierEngineTest {

  @Test
  void a_submission_leaves_in_one_flush_and_its_answer_is_its_outcome() {
    Rig rig = Rig.bound(Rig.settings(1));
    ScriptedConnection connection = rig.connection(0);
    int flushes = connection.flushes;

    rig.submit(rig.submission("a"), rig.submission("b"));

    List<Pdu.SubmitSm> sent = connection.taken(Pdu.SubmitSm.class);
    assertEquals(2, sent.size());
    assertEquals(flushes + 1, connection.flushes);
    rig.receive(connection, new Pdu.SubmitSmResp(sent.get(1).sequenceNumber(), 0, "0A1F"));
    Accepted accepted = assertInstanceOf(Accepted.class, rig.outcomes.getFirst());
    assertEquals("b", accepted.submission().context());
    assertEquals("alpha-1", accepted.link());
    assertEquals(List.of("a1f"), accepted.messageIds());
  }

  @Test
  void a_refusal_is_read_once_and_reported() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.submit(rig.submission("a"));
    Pdu.SubmitSm sent = rig.connection(0).taken(Pdu.SubmitSm.class).getFirst();

    rig.receive(rig.connection(0), new Pdu.SubmitSmResp(sent.sequenceNumber(), 0x0B, ""));

    Refused refused = assertInstanceOf(Refused.class, rig.outcomes.getFirst());
    assertEquals(0x0B, refused.commandStatus());
    assertEquals(Disposition.PERMANENT_FOR_NUMBER, refused.disposition());
  }

  @Test
  void without_a_bound_link_a_submission_comes_back_at_once() {
    Rig rig = new Rig(Rig.settings(1));

    rig.submit(rig.submission("a"));

    assertEquals(new NotSent(rig.submission("a"), Reason.NO_LINK), rig.outcomes.getFirst());
    assertFalse(rig.statuses.getLast().usable());
  }

  @Test
  void a_link_that_dies_leaves_its_window_in_doubt_and_the_queue_unsent() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(2, 0, 100)));
    rig.submit(rig.submission("a"), rig.submission("b"), rig.submission("c"));
    assertEquals(1, rig.engine.status(rig.now).queued());

    rig.connection(0).events.closed("connection reset");
    rig.poll();

    assertEquals(
        List.of(
            new InDoubt(rig.submission("a"), "alpha-1", "connection reset"),
            new InDoubt(rig.submission("b"), "alpha-1", "connection reset"),
            new NotSent(rig.submission("c"), Reason.NO_LINK)),
        rig.outcomes);
    assertEquals(2, rig.engine.status(rig.now).links().getFirst().inDoubt());
  }

  @Test
  void nothing_leaves_at_its_deadline() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(1, 0, 100)));
    Submission first = rig.submission("first");
    Submission late = rig.submission("late", "Hello", rig.now + 1_000);
    rig.submit(first, late);
    Pdu.SubmitSm sent = rig.connection(0).taken(Pdu.SubmitSm.class).getFirst();

    rig.now += 1_000;
    rig.receive(rig.connection(0), new Pdu.SubmitSmResp(sent.sequenceNumber(), 0, "1"));

    assertTrue(rig.connection(0).taken(Pdu.SubmitSm.class).isEmpty());
    assertTrue(rig.outcomes.contains(new NotSent(late, Reason.DEADLINE_PASSED)));
  }

  @Test
  void a_queued_submission_that_expires_is_reported_without_any_event() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(1, 0, 100)));
    Submission late = rig.submission("late", "Hello", rig.now + 1_000);
    rig.submit(rig.submission("first"), late);

    rig.advance(1_100);

    assertTrue(rig.outcomes.contains(new NotSent(late, Reason.DEADLINE_PASSED)));
  }

  @Test
  void a_full_queue_refuses() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(1, 0, 2)));

    rig.submit(rig.submission("a"));
    rig.submit(rig.submission("b"), rig.submission("c"), rig.submission("d"));

    assertEquals(List.of(new NotSent(rig.submission("d"), Reason.QUEUE_FULL)), rig.outcomes);
  }

  @Test
  void a_withdrawn_submission_does_not_leave() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(1), new Flow(1, 0, 100)));
    Submission kept = rig.submission("kept");
    Submission gone = rig.submission("gone");
    rig.submit(kept, gone);

    rig.engine.withdraw(List.of(new Withdrawal("gone", Rig.DESTINATION, null, List.of())), rig.now);
    rig.poll();

    assertEquals(List.of(new NotSent(gone, Reason.WITHDRAWN)), rig.outcomes);
    Pdu.SubmitSm sent = rig.connection(0).taken(Pdu.SubmitSm.class).getFirst();
    rig.receive(rig.connection(0), new Pdu.SubmitSmResp(sent.sequenceNumber(), 0, "1"));
    assertTrue(rig.connection(0).taken(Pdu.SubmitSm.class).isEmpty());
  }

  @Test
  void what_the_carrier_has_is_cancelled_by_its_ids() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.engine.withdraw(
        List.of(new Withdrawal("a", Rig.DESTINATION, null, List.of("77", "78"))), rig.now);
    rig.poll();

    List<Pdu.CancelSm> cancels = rig.connection(0).taken(Pdu.CancelSm.class);
    assertEquals(List.of("77", "78"), cancels.stream().map(Pdu.CancelSm::messageId).toList());
    assertEquals(Rig.DESTINATION, cancels.getFirst().destination().value());
    assertEquals("Strowger", cancels.getFirst().source().value());
  }

  @Test
  void a_submission_withdrawn_while_it_waits_for_its_answer_is_cancelled_after_it() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.submit(rig.submission("a"));
    Pdu.SubmitSm sent = rig.connection(0).taken(Pdu.SubmitSm.class).getFirst();

    rig.engine.withdraw(List.of(new Withdrawal("a", Rig.DESTINATION, null, List.of())), rig.now);
    rig.poll();
    assertTrue(rig.connection(0).taken().isEmpty());
    rig.receive(rig.connection(0), new Pdu.SubmitSmResp(sent.sequenceNumber(), 0, "0077"));

    assertInstanceOf(Accepted.class, rig.outcomes.getFirst());
    assertEquals("0077", rig.connection(0).taken(Pdu.CancelSm.class).getFirst().messageId());
  }

  @Test
  void the_least_loaded_link_is_taken_and_the_avoided_one_is_not() {
    Rig rig = Rig.bound(Rig.settings(2));
    for (int i = 0; i < 6; i++) {
      rig.submit(rig.submission("m" + i));
    }
    assertEquals(3, rig.connection(0).taken(Pdu.SubmitSm.class).size());
    assertEquals(3, rig.connection(1).taken(Pdu.SubmitSm.class).size());

    rig.submit(rig.avoiding("x", "alpha-1"), rig.avoiding("y", "alpha-1"));
    assertEquals(2, rig.connection(1).taken(Pdu.SubmitSm.class).size());
  }

  @Test
  void an_avoided_link_is_better_than_none() {
    Rig rig = Rig.bound(Rig.settings(2));
    rig.connection(1).events.closed("gone");
    rig.poll();

    rig.submit(rig.avoiding("x", "alpha-1"));

    assertEquals(1, rig.connection(0).taken(Pdu.SubmitSm.class).size());
  }

  @Test
  void one_that_waits_for_another_link_does_not_hold_up_the_queue() {
    Rig rig = Rig.bound(Rig.with(Rig.settings(2), new Flow(1, 0, 100)));
    rig.submit(rig.avoiding("x", "alpha-1"), rig.avoiding("y", "alpha-1"), rig.submission("z"));
    assertEquals(1, rig.connection(0).taken(Pdu.SubmitSm.class).size());
    Pdu.SubmitSm first = rig.connection(1).taken(Pdu.SubmitSm.class).getFirst();

    rig.receive(rig.connection(1), new Pdu.SubmitSmResp(first.sequenceNumber(), 0, "1"));

    assertEquals(1, rig.connection(1).taken(Pdu.SubmitSm.class).size());
  }

  @Test
  void a_congested_link_is_left_alone() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.connection(0).congested = true;
    rig.submit(rig.submission("a"));
    assertTrue(rig.connection(0).taken().isEmpty());

    rig.connection(0).congested = false;
    rig.poll();

    assertEquals(1, rig.connection(0).taken(Pdu.SubmitSm.class).size());
  }

  @Test
  void a_drained_carrier_takes_nothing_and_stays_bound() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.engine.drain(rig.now);
    rig.submit(rig.submission("a"));

    assertEquals(List.of(new NotSent(rig.submission("a"), Reason.CARRIER_STOPPED)), rig.outcomes);
    assertFalse(rig.statuses.getLast().usable());
    assertFalse(rig.connection(0).closed);

    rig.engine.resume(rig.now);
    rig.submit(rig.submission("b"));
    assertTrue(rig.statuses.getLast().usable());
    assertEquals(1, rig.connection(0).taken(Pdu.SubmitSm.class).size());
  }

  @Test
  void stopping_waits_for_answers_then_unbinds() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.submit(rig.submission("a"));
    Pdu.SubmitSm sent = rig.connection(0).taken(Pdu.SubmitSm.class).getFirst();

    rig.engine.stop(rig.now);
    rig.poll();
    assertTrue(rig.connection(0).taken().isEmpty());
    rig.receive(rig.connection(0), new Pdu.SubmitSmResp(sent.sequenceNumber(), 0, "1"));
    Pdu.Unbind unbind = rig.connection(0).taken(Pdu.Unbind.class).getFirst();
    assertFalse(rig.engine.stopped());
    rig.receive(rig.connection(0), new Pdu.UnbindResp(unbind.sequenceNumber(), 0));

    assertInstanceOf(Accepted.class, rig.outcomes.getFirst());
    assertTrue(rig.connection(0).closed);
    assertTrue(rig.engine.stopped());
  }

  @Test
  void stopping_ends_although_the_carrier_never_answers() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.submit(rig.submission("a"));

    rig.engine.stop(rig.now);
    rig.poll();
    rig.advance(30_000);

    assertTrue(rig.engine.stopped());
    assertInstanceOf(InDoubt.class, rig.outcomes.getFirst());
  }
}
