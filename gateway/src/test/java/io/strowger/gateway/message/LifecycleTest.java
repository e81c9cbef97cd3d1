package io.strowger.gateway.message;

import static io.strowger.gateway.message.Messages.ACCEPTED_AT;
import static io.strowger.gateway.message.Messages.TTL;
import static io.strowger.gateway.message.Messages.refusal;
import static io.strowger.gateway.message.Messages.via;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.message.MessageState.Attempting;
import io.strowger.gateway.message.MessageState.AwaitingReceipt;
import io.strowger.gateway.message.MessageState.AwaitingRetry;
import io.strowger.gateway.message.MessageState.Cancelled;
import io.strowger.gateway.message.MessageState.Delivered;
import io.strowger.gateway.message.MessageState.Expired;
import io.strowger.gateway.message.MessageState.Failed;
import io.strowger.gateway.message.Refusal.Disposition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LifecycleTest {
  private static final long NOW = ACCEPTED_AT + 10;
  private static final long RECEIPT_DUE = 30_000;

  private final Lifecycle lifecycle = new Lifecycle(new Lifecycle.Policy(RECEIPT_DUE));
  private Message message = Messages.accepted();
  private List<Command> commands = List.of();

  private void happens(MessageEvent event, long now) {
    Lifecycle.Step step = lifecycle.step(message, event, now);
    message = step.message();
    commands = step.commands();
  }

  private void sentVia(String carrier, String... ids) {
    happens(new MessageEvent.RouteChosen(via(carrier)), NOW);
    int ordinal = message.attempts().size();
    happens(
        new MessageEvent.Submitted(
            ordinal, last().submits(), carrier + "-1", List.of(ids), ids.length),
        NOW);
  }

  private Attempt last() {
    return message.attempts().getLast();
  }

  @Test
  void a_chosen_route_becomes_an_attempt_with_one_submit() {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    assertEquals(new Attempting(1), message.state());
    assertInstanceOf(Verdict.Pending.class, last().verdict());
    Command.SubmitSms submit = assertInstanceOf(Command.SubmitSms.class, commands.getFirst());
    assertEquals(1, submit.ordinal());
    assertEquals("sending", message.clientState());
  }

  @Test
  void no_route_is_taken_at_the_deadline() {
    happens(new MessageEvent.RouteChosen(via("alpha")), ACCEPTED_AT + TTL);
    assertInstanceOf(Expired.class, message.state());
    assertTrue(commands.isEmpty());
  }

  @Test
  void taken_by_the_carrier_is_sent_and_not_delivered() {
    sentVia("alpha", "a1");
    assertEquals(new AwaitingReceipt(1, NOW + RECEIPT_DUE), message.state());
    assertEquals("sent", message.clientState());
  }

  @Test
  void a_receipt_delivers() {
    sentVia("alpha", "a1");
    happens(new MessageEvent.ReportArrived(1, 0, null), NOW + 1);
    assertEquals(new Delivered(NOW + 1), message.state());
    assertInstanceOf(Verdict.Arrived.class, last().verdict());
  }

  @Test
  void a_long_message_is_delivered_when_every_part_is() {
    sentVia("alpha", "a1", "a2", "a3");
    happens(new MessageEvent.ReportArrived(1, 2, null), NOW + 1);
    happens(new MessageEvent.ReportArrived(1, 2, null), NOW + 2);
    happens(new MessageEvent.ReportArrived(1, 0, null), NOW + 3);
    assertInstanceOf(AwaitingReceipt.class, message.state());
    happens(new MessageEvent.ReportArrived(1, 1, null), NOW + 4);
    assertInstanceOf(Delivered.class, message.state());
  }

  @Test
  void a_carrier_that_reports_long_messages_once_delivers_with_one_receipt() {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    happens(new MessageEvent.Submitted(1, 1, "alpha-1", List.of("a1", "a2"), 1), NOW);
    happens(new MessageEvent.ReportArrived(1, 0, null), NOW + 1);
    assertInstanceOf(Delivered.class, message.state());
  }

  @Test
  void one_undelivered_part_sends_the_message_another_way() {
    sentVia("alpha", "a1", "a2");
    happens(new MessageEvent.ReportArrived(1, 0, null), NOW + 1);
    happens(new MessageEvent.ReportArrived(1, 1, refusal(Disposition.OTHER_ROUTE)), NOW + 2);
    assertEquals(new AwaitingRetry(NOW + 2), message.state());
  }

  @ParameterizedTest
  @EnumSource(Disposition.class)
  void a_refusal_is_acted_on_by_its_disposition(Disposition disposition) {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    happens(new MessageEvent.AttemptRefused(1, 1, "alpha-1", refusal(disposition)), NOW);
    switch (disposition) {
      case PERMANENT_FOR_NUMBER ->
          assertEquals(new Failed(refusal(disposition), NOW), message.state());
      case RETRY_SAME_ROUTE ->
          assertEquals(new AwaitingRetry(NOW + Lifecycle.backOffMillis(1)), message.state());
      case OTHER_ROUTE, OTHER_CHANNEL, CONFIGURATION_FAULT ->
          assertEquals(new AwaitingRetry(NOW), message.state());
      case THROTTLE -> {
        assertEquals(new AwaitingRetry(NOW), message.state());
        assertInstanceOf(Verdict.Throttled.class, last().verdict());
      }
    }
  }

  /** Two carriers that are full in turn must not use up the attempts before there is room. */
  @Test
  void carriers_that_have_no_room_are_asked_less_and_less_often() {
    List<Long> pauses = new ArrayList<>();
    for (int ordinal = 1; ordinal <= 7; ordinal++) {
      happens(new MessageEvent.RouteChosen(via(ordinal % 2 == 0 ? "alpha" : "beta")), NOW);
      happens(new MessageEvent.AttemptRefused(ordinal, 1, "l", refusal(Disposition.THROTTLE)), NOW);
      Verdict.Throttled throttled = assertInstanceOf(Verdict.Throttled.class, last().verdict());
      pauses.add(throttled.retryAtMillis() - NOW);
    }
    assertEquals(List.of(500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L), pauses);
  }

  @Test
  void the_same_route_after_throttling_uses_the_same_attempt_record() {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    happens(new MessageEvent.AttemptRefused(1, 1, "a-1", refusal(Disposition.THROTTLE)), NOW);
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW + 500);
    assertEquals(1, message.attempts().size());
    assertEquals(2, last().submits());
    assertEquals(2, ((Command.SubmitSms) commands.getFirst()).submits());
  }

  @Test
  void a_stale_answer_to_an_earlier_submit_changes_nothing() {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    happens(new MessageEvent.AttemptRefused(1, 1, "a-1", refusal(Disposition.THROTTLE)), NOW);
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW + 500);
    Message before = message;
    happens(new MessageEvent.Submitted(1, 1, "alpha-1", List.of("x"), 1), NOW + 600);
    assertSame(before, message);
  }

  @Test
  void an_attempt_in_doubt_is_kept_as_such_and_tried_again_at_once() {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    happens(new MessageEvent.AttemptInDoubt(1, 1, "alpha-1", "link lost"), NOW + 5);
    assertEquals(new AwaitingRetry(NOW + 5), message.state());
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW + 6);
    assertEquals(2, message.attempts().size(), "an in-doubt attempt is never written over");
    Command.SubmitSms submit = (Command.SubmitSms) commands.getFirst();
    assertTrue(submit.mayReplaceEarlier());
    assertEquals("alpha-1", submit.avoidLink());
  }

  @Test
  void silence_sends_one_second_copy_and_the_first_receipt_of_either_wins() {
    sentVia("alpha", "a1");
    happens(new MessageEvent.ReceiptOverdue(), NOW + RECEIPT_DUE);
    assertInstanceOf(Verdict.Silent.class, last().verdict());
    sentVia("beta", "b1");
    happens(new MessageEvent.ReportArrived(1, 0, null), NOW + RECEIPT_DUE + 1);
    assertInstanceOf(Delivered.class, message.state());
    Command.Withdraw withdraw = assertInstanceOf(Command.Withdraw.class, commands.getFirst());
    assertEquals("beta", withdraw.attempt().choice().carrier());
  }

  @Test
  void a_second_silence_only_waits_for_the_deadline() {
    sentVia("alpha", "a1");
    happens(new MessageEvent.ReceiptOverdue(), NOW + RECEIPT_DUE);
    sentVia("beta", "b1");
    happens(new MessageEvent.ReceiptOverdue(), NOW + 2 * RECEIPT_DUE);
    assertEquals(new AwaitingReceipt(2, Long.MAX_VALUE), message.state());
  }

  @Test
  void silence_near_the_deadline_sends_no_second_copy() {
    sentVia("alpha", "a1");
    happens(new MessageEvent.ReceiptOverdue(), ACCEPTED_AT + TTL - 5_000);
    assertEquals(new AwaitingReceipt(1, Long.MAX_VALUE), message.state());
  }

  @Test
  void no_other_route_for_the_second_copy_means_waiting_for_the_first() {
    sentVia("alpha", "a1");
    happens(new MessageEvent.ReceiptOverdue(), NOW + RECEIPT_DUE);
    happens(new MessageEvent.RoutesExhausted(refusal(Disposition.OTHER_ROUTE)), NOW + RECEIPT_DUE);
    assertEquals(new AwaitingReceipt(1, Long.MAX_VALUE), message.state());
    happens(new MessageEvent.ReportArrived(1, 0, null), NOW + RECEIPT_DUE + 9);
    assertInstanceOf(Delivered.class, message.state());
  }

  @Test
  void exhausted_routes_fail_with_the_last_carriers_own_words() {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    Refusal own = new Refusal("smpp:0x45", "submit failed", Disposition.OTHER_ROUTE);
    happens(new MessageEvent.AttemptRefused(1, 1, "alpha-1", own), NOW);
    happens(new MessageEvent.RoutesExhausted(refusal(Disposition.OTHER_ROUTE)), NOW);
    assertEquals(new Failed(own, NOW), message.state());
  }

  @Test
  void the_deadline_takes_back_what_may_still_go_out() {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    happens(new MessageEvent.DeadlinePassed(), ACCEPTED_AT + TTL);
    assertEquals(new Expired(ACCEPTED_AT + TTL), message.state());
    assertInstanceOf(Command.Withdraw.class, commands.getFirst());
  }

  @Test
  void what_comes_after_the_end_is_written_on_the_attempt_only() {
    sentVia("alpha", "a1");
    happens(new MessageEvent.DeadlinePassed(), ACCEPTED_AT + TTL);
    happens(new MessageEvent.ReportArrived(1, 0, null), ACCEPTED_AT + TTL + 1);
    assertEquals(new Expired(ACCEPTED_AT + TTL), message.state());
    assertInstanceOf(Verdict.Arrived.class, last().verdict());
  }

  @Test
  void an_acceptance_after_the_end_is_withdrawn_at_the_carrier() {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    happens(new MessageEvent.CancelAsked(), NOW + 1);
    assertEquals(new Cancelled(NOW + 1), message.state());
    happens(new MessageEvent.Submitted(1, 1, "alpha-1", List.of("a1"), 1), NOW + 2);
    Command.Withdraw withdraw = assertInstanceOf(Command.Withdraw.class, commands.getFirst());
    assertEquals(List.of("a1"), withdraw.attempt().carrierIds());
  }

  @Test
  void no_event_changes_a_final_state() {
    sentVia("alpha", "a1");
    happens(new MessageEvent.ReportArrived(1, 0, null), NOW + 1);
    MessageState end = message.state();
    List<MessageEvent> everything =
        List.of(
            new MessageEvent.RouteChosen(via("beta")),
            new MessageEvent.RoutesExhausted(refusal(Disposition.OTHER_ROUTE)),
            new MessageEvent.ResendUnavailable(),
            new MessageEvent.Submitted(1, 1, "alpha-1", List.of("z"), 1),
            new MessageEvent.AttemptRefused(1, 1, "l", refusal(Disposition.PERMANENT_FOR_NUMBER)),
            new MessageEvent.AttemptInDoubt(1, 1, "l", "lost"),
            new MessageEvent.AttemptNotSent(1, 1, "late"),
            new MessageEvent.ReportArrived(1, 0, refusal(Disposition.OTHER_ROUTE)),
            new MessageEvent.ReceiptOverdue(),
            new MessageEvent.FeedbackGiven(true),
            new MessageEvent.FeedbackGiven(false),
            new MessageEvent.CancelAsked(),
            new MessageEvent.DeadlinePassed(),
            new MessageEvent.NodeRestarted());
    for (MessageEvent event : everything) {
      happens(event, ACCEPTED_AT + TTL + 5);
      assertEquals(end, message.state(), event.toString());
    }
  }

  @Test
  void a_restart_puts_an_unanswered_attempt_in_doubt() {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    happens(new MessageEvent.NodeRestarted(), NOW + 1_000);
    assertInstanceOf(Verdict.InDoubt.class, last().verdict());
    assertEquals(new AwaitingRetry(NOW + 1_000), message.state());
  }

  @Test
  void a_restart_after_the_deadline_sends_nothing() {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    happens(new MessageEvent.NodeRestarted(), ACCEPTED_AT + 10 * TTL);
    assertInstanceOf(Expired.class, message.state());
    assertTrue(commands.stream().noneMatch(c -> c instanceof Command.SubmitSms));
  }

  @Test
  void a_verified_code_is_an_arrival() {
    sentVia("alpha", "a1");
    happens(new MessageEvent.FeedbackGiven(true), NOW + 3);
    assertEquals(new Delivered(NOW + 3), message.state());
  }

  @Test
  void a_message_is_tried_a_bounded_number_of_times() {
    for (int i = 1; i <= Lifecycle.MAX_ATTEMPTS; i++) {
      happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
      happens(new MessageEvent.AttemptInDoubt(i, 1, "alpha-1", "link lost"), NOW);
    }
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    assertInstanceOf(Failed.class, message.state());
    assertEquals(Lifecycle.MAX_ATTEMPTS, message.attempts().size());
  }
}
