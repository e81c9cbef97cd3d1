package io.strowger.gateway.message;

import static io.strowger.gateway.message.Messages.ACCEPTED_AT;
import static io.strowger.gateway.message.Messages.TTL;
import static io.strowger.gateway.message.Messages.via;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.message.CallEvidence.Answer;
import io.strowger.gateway.message.MessageState.Attempting;
import io.strowger.gateway.message.MessageState.AwaitingReceipt;
import io.strowger.gateway.message.MessageState.AwaitingRetry;
import io.strowger.gateway.message.MessageState.Delivered;
import io.strowger.gateway.message.MessageState.Expired;
import io.strowger.gateway.message.MessageState.Failed;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallsTest {
  private static final long NOW = ACCEPTED_AT + 10;
  private static final long RECEIPT_DUE = 30_000;
  private static final List<CallEnding> ENDINGS = List.of(CallEnding.values());

  private final Lifecycle lifecycle = new Lifecycle(new Lifecycle.Policy(RECEIPT_DUE));
  private Message message = planned("SMS,VOICE+20000");
  private List<Command> commands = List.of();

  private static Message planned(String plan) {
    MessageSpec spec = Messages.spec("+393471234567");
    return new Message(
        new MessageSpec(
            spec.id(),
            spec.account(),
            spec.to(),
            spec.text(),
            null,
            null,
            null,
            null,
            null,
            0,
            Plan.parse(plan),
            null,
            spec.acceptedAtMillis(),
            spec.expiresAtMillis()),
        new MessageState.Accepted(),
        List.of());
  }

  private static RouteChoice call(String carrier) {
    return new RouteChoice(carrier, Channel.VOICE, "+39", RouteChoice.Reason.PREFERRED, null);
  }

  private void happens(MessageEvent event, long now) {
    Lifecycle.Step step = lifecycle.step(message, event, now);
    message = step.message();
    commands = step.commands();
  }

  private void calls(String carrier) {
    happens(new MessageEvent.RouteChosen(call(carrier)), NOW);
  }

  private void ends(CallEnding ending, CallEvidence evidence) {
    happens(
        new MessageEvent.CallEnded(
            last().ordinal(), last().submits(), "vox-1", ending, "sip:x", "as it was", evidence),
        NOW + 20_000);
  }

  private Attempt last() {
    return message.attempts().getLast();
  }

  private static CallEvidence evidence(
      boolean media, boolean played, boolean confirmed, @Nullable Answer answer) {
    return new CallEvidence(
        true, true, media, played, confirmed, answer, 800, 3_000, 9_000, 200, 16, false, false,
        false);
  }

  private static final CallEvidence HEARD = evidence(true, true, false, null);

  // ---- what counts ----

  @Test
  void a_call_played_to_its_end_to_somebody_who_was_heard_has_arrived() {
    message = planned("VOICE");
    calls("vox");
    Command.PlaceCall placed = assertInstanceOf(Command.PlaceCall.class, commands.getFirst());
    assertNull(placed.avoidTrunk());
    ends(CallEnding.COMPLETED, HEARD);
    assertInstanceOf(Delivered.class, message.state());
    assertInstanceOf(Verdict.Arrived.class, last().verdict());
    assertEquals("vox-1", last().link());
    assertEquals(HEARD, last().call());
  }

  @Test
  void answered_and_played_into_silence_has_not_arrived() {
    message = planned("VOICE");
    calls("vox");
    ends(CallEnding.COMPLETED, evidence(false, true, false, null));
    assertInstanceOf(AwaitingRetry.class, message.state());
    assertEquals("voice:no-media", refusal().code());
    // The next call leaves the trunk alone that lied.
    calls("vox");
    assertEquals(
        "vox-1", assertInstanceOf(Command.PlaceCall.class, commands.getFirst()).avoidTrunk());
    assertEquals(2, message.attempts().size());
  }

  @Test
  void a_key_says_more_than_silence() {
    message = planned("VOICE");
    calls("vox");
    ends(CallEnding.COMPLETED, evidence(false, true, true, null));
    assertInstanceOf(Delivered.class, message.state());
  }

  @Test
  void a_recorder_and_a_false_answer_are_nobody() {
    CallEvidence recorder =
        new CallEvidence(true, true, true, true, false, null, 1, 1, 1, 200, 16, false, true, false);
    CallEvidence ringing =
        new CallEvidence(true, true, true, true, false, null, 1, 1, 1, 200, 16, true, false, false);
    CallEvidence quiet =
        new CallEvidence(true, true, true, true, false, null, 1, 1, 1, 200, 16, false, false, true);
    for (CallEvidence nobody : List.of(recorder, ringing, quiet)) {
      message = planned("VOICE");
      calls("vox");
      ends(CallEnding.COMPLETED, nobody);
      assertInstanceOf(AwaitingRetry.class, message.state());
    }
  }

  @ParameterizedTest
  @EnumSource(CallEnding.class)
  void without_evidence_no_ending_delivers(CallEnding ending) {
    message = planned("VOICE");
    calls("vox");
    ends(ending, evidence(false, false, false, null));
    assertFalse(message.state() instanceof Delivered);
    switch (ending) {
      case NUMBER_DOES_NOT_EXIST -> assertInstanceOf(Failed.class, message.state());
      case DEADLINE, CANCELLED -> assertInstanceOf(Verdict.NotSent.class, last().verdict());
      case THROTTLED -> assertInstanceOf(Verdict.Throttled.class, last().verdict());
      case BUSY, NO_ANSWER, USER_SAID_NO ->
          assertEquals(Refusal.Disposition.OTHER_CHANNEL, refusal().disposition());
      default -> assertInstanceOf(Verdict.Refused.class, last().verdict());
    }
  }

  private Refusal refusal() {
    return assertInstanceOf(Verdict.Refused.class, last().verdict()).refusal();
  }

  @Test
  void a_number_without_a_telephone_may_still_take_a_text() {
    message = planned("VOICE,SMS");
    calls("vox");
    ends(CallEnding.NUMBER_DOES_NOT_EXIST, CallEvidence.NONE);
    assertInstanceOf(AwaitingRetry.class, message.state());
  }

  // ---- approvals ----

  @ParameterizedTest
  @EnumSource(Answer.class)
  void an_approval_has_arrived_once_a_key_answers_it(Answer answer) {
    message = planned(Plan.ASK.text());
    calls("vox");
    ends(CallEnding.HUNG_UP_EARLY, evidence(true, false, true, answer));
    assertInstanceOf(Delivered.class, message.state());
  }

  @Test
  void an_approval_that_was_only_heard_is_not_answered() {
    message = planned(Plan.ASK.text());
    calls("vox");
    ends(CallEnding.COMPLETED, HEARD);
    assertInstanceOf(AwaitingRetry.class, message.state());
    assertEquals("voice:no-key", refusal().code());
  }

  // ---- escalation ----

  private void smsTaken() {
    happens(new MessageEvent.RouteChosen(via("alpha")), NOW);
    happens(new MessageEvent.Submitted(1, 1, "alpha-1", List.of("a1"), 1), NOW);
  }

  @Test
  void the_plan_opens_voice_beside_a_text_without_a_receipt() {
    smsTaken();
    assertEquals(ACCEPTED_AT + 20_000, Lifecycle.nextAlarmMillis(message));
    assertFalse(Lifecycle.wantsEscalation(message, ACCEPTED_AT + 19_999));
    assertTrue(Lifecycle.wantsEscalation(message, ACCEPTED_AT + 20_000));
    happens(new MessageEvent.EscalationDue(), ACCEPTED_AT + 20_000);
    assertTrue(Lifecycle.wantsRoute(message, ACCEPTED_AT + 20_000));
    calls("vox");
    assertEquals(new Attempting(2), message.state());
    assertInstanceOf(Verdict.Taken.class, message.attempts().getFirst().verdict());
  }

  @Test
  void without_a_route_for_the_call_silence_is_awaited_as_before() {
    smsTaken();
    happens(new MessageEvent.EscalationDue(), ACCEPTED_AT + 20_000);
    happens(
        new MessageEvent.RoutesExhausted(new Refusal("no-route", "", Refusal.Disposition.THROTTLE)),
        ACCEPTED_AT + 20_000);
    assertEquals(new AwaitingReceipt(1, NOW + RECEIPT_DUE), message.state());
    assertFalse(Lifecycle.wantsEscalation(message, NOW + RECEIPT_DUE));
  }

  @Test
  void a_receipt_hangs_up_a_call_that_rings_and_not_one_that_speaks() {
    for (boolean answered : new boolean[] {false, true}) {
      message = planned("SMS,VOICE+20000");
      smsTaken();
      happens(new MessageEvent.EscalationDue(), ACCEPTED_AT + 20_000);
      calls("vox");
      happens(
          new MessageEvent.CallProgress(2, 1, "vox-1", CallEvidence.progress(true, answered)),
          NOW + 21_000);
      happens(new MessageEvent.ReportArrived(1, 0, null), NOW + 22_000);
      assertInstanceOf(Delivered.class, message.state());
      assertEquals(answered ? 0 : 1, commands.size());
    }
  }

  @Test
  void a_call_that_failed_leaves_the_text_its_chance() {
    smsTaken();
    happens(new MessageEvent.EscalationDue(), ACCEPTED_AT + 20_000);
    calls("vox");
    ends(CallEnding.BUSY, CallEvidence.NONE);
    happens(
        new MessageEvent.RoutesExhausted(new Refusal("no-route", "", Refusal.Disposition.THROTTLE)),
        NOW + 20_000);
    assertEquals(1, assertInstanceOf(AwaitingReceipt.class, message.state()).ordinal());
    happens(new MessageEvent.ReportArrived(1, 0, null), NOW + 25_000);
    assertInstanceOf(Delivered.class, message.state());
  }

  // ---- ends ----

  @Test
  void the_deadline_hangs_up_and_a_late_end_is_only_written_down() {
    message = planned("VOICE");
    calls("vox");
    happens(
        new MessageEvent.CallProgress(1, 1, "vox-1", CallEvidence.progress(true, true)), NOW + 5);
    happens(new MessageEvent.DeadlinePassed(), ACCEPTED_AT + TTL);
    assertInstanceOf(Command.Withdraw.class, commands.getFirst());
    Message before = message;
    ends(CallEnding.COMPLETED, HEARD);
    assertInstanceOf(Expired.class, message.state());
    assertEquals(before.state(), message.state());
    assertInstanceOf(Verdict.Arrived.class, last().verdict());
  }

  @Test
  void a_call_that_comes_too_late_leaves_the_message_alone_until_its_deadline() {
    message = planned("VOICE");
    calls("vox");
    ends(CallEnding.DEADLINE, evidence(false, false, false, null));
    assertEquals(new AwaitingRetry(ACCEPTED_AT + TTL), message.state());
    happens(new MessageEvent.DeadlinePassed(), ACCEPTED_AT + TTL);
    assertInstanceOf(Expired.class, message.state());
  }

  @Test
  void a_call_that_comes_too_late_gives_way_to_another_channel() {
    message = planned("VOICE,SMS");
    calls("vox");
    ends(CallEnding.DEADLINE, evidence(false, false, false, null));
    AwaitingRetry waiting = assertInstanceOf(AwaitingRetry.class, message.state());
    assertTrue(waiting.dueMillis() < ACCEPTED_AT + TTL);
  }

  @Test
  void a_restart_leaves_a_call_in_doubt_and_its_news_unheard() {
    message = planned("VOICE");
    calls("vox");
    happens(new MessageEvent.NodeRestarted(), NOW + 1);
    assertInstanceOf(Verdict.InDoubt.class, last().verdict());
    Message before = message;
    ends(CallEnding.COMPLETED, HEARD);
    assertSame(before, message);
  }

  /** Whatever comes in whatever order: delivered only by proof, and never moved once final. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void random_lives_deliver_only_what_is_proven(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int life = 0; life < 2_000; life++) {
      message = planned(random.nextBoolean() ? "VOICE" : "SMS,VOICE+20000");
      MessageState end = null;
      for (int i = 0; i < 12; i++) {
        happens(anyEvent(random), NOW + i * 4_000L);
        if (end != null) {
          assertEquals(end, message.state());
        }
        end = message.isFinal() ? message.state() : null;
      }
      if (message.state() instanceof Delivered) {
        assertTrue(message.attempts().stream().anyMatch(CallsTest::isProven));
      }
    }
  }

  private static boolean isProven(Attempt attempt) {
    CallEvidence call = attempt.call();
    return attempt.verdict() instanceof Verdict.Arrived
        && (attempt.choice().channel() == Channel.SMS
            || (call != null && call.answered() && call.playedToEnd() && call.heardByAPerson()));
  }

  private MessageEvent anyEvent(SplittableRandom random) {
    int ordinal = Math.max(1, message.attempts().size());
    return switch (random.nextInt(7)) {
      case 0 -> new MessageEvent.RouteChosen(random.nextBoolean() ? call("vox") : via("alpha"));
      case 1 -> new MessageEvent.FeedbackGiven(false);
      case 2 -> new MessageEvent.CancelAsked();
      case 3 -> new MessageEvent.EscalationDue();
      case 4 ->
          new MessageEvent.CallProgress(
              ordinal, 1, "vox-1", CallEvidence.progress(true, random.nextBoolean()));
      case 5 -> new MessageEvent.ReceiptOverdue();
      default ->
          new MessageEvent.CallEnded(
              ordinal,
              1,
              "vox-1",
              ENDINGS.get(random.nextInt(ENDINGS.size())),
              "sip:x",
              "",
              evidence(random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), null));
    };
  }
}
