package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.delivery.DispatchEvent.CarrierChanged;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswer;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswered;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.store.MemoryStore;
import io.strowger.gateway.store.MemoryStore.CommitFate.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CallRoundsTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final CallEvidence HEARD =
      new CallEvidence(
          true, true, true, true, false, null, 800, 3_000, 9_000, 200, 16, false, false, false);
  private static final CallEvidence DEAF =
      new CallEvidence(
          false, true, false, true, false, null, 0, 0, 9_000, 200, 16, false, false, true);
  private static final RouteTable ROUTES =
      new RouteTable(
          List.of(
              new RouteTable.Entry(
                  "+39",
                  List.of(new RouteTable.Member("alpha", null, null)),
                  List.of(
                      new RouteTable.Member("vox", null, null),
                      new RouteTable.Member("tel", null, null)))));

  private long now = NOW;
  private Outcome fate = Outcome.DONE;
  private MemoryStore store = new MemoryStore(() -> now, _ -> fate);
  private @Nullable Account account;
  private final Recorder channels = new Recorder();
  private final List<Reply> replies = new ArrayList<>();
  private Dispatcher dispatcher = started();

  private Dispatcher started() {
    Dispatcher fresh =
        new Dispatcher(
            new Dispatcher.Ports(
                store,
                channels,
                channels,
                new DeliveryObserver() {},
                null,
                new CallRounds(_ -> account, Map.of("+39", 20_000L)),
                null),
            DispatchSettings.DEFAULT,
            new Lifecycle(new Lifecycle.Policy(30_000)),
            new RouteChooser(ROUTES),
            new Dispatcher.Chance(new SplittableRandom(1), new SplittableRandom(2), () -> 0),
            now);
    fresh.recover(now);
    for (String carrier : List.of("alpha", "vox", "tel")) {
      fresh.post(new CarrierChanged(new CarrierCondition(carrier, true, 0)));
    }
    return fresh;
  }

  private void poll() {
    try {
      dispatcher.poll(now);
    } catch (StoreFailedException e) {
      throw new AssertionError(e);
    }
  }

  private void later(long millis) {
    for (long i = 0; i < millis; i += 100) {
      now += 100;
      poll();
    }
  }

  private void submit(String to, String plan) {
    dispatcher.submit(
        new MessageDraft(
            "idp",
            new PhoneNumber(to),
            new Secret("Your code is 123456"),
            null,
            null,
            null,
            null,
            null,
            0,
            Plan.parse(plan),
            null,
            List.of(),
            120_000,
            null),
        replies::add);
    poll();
  }

  private Message message(int n) {
    Message found = dispatcher.findRecent(((Reply.Accepted) replies.get(n)).message().id());
    return Objects.requireNonNull(found);
  }

  private void ended(VoiceChannel.Call call, CallEnding ending, CallEvidence evidence) {
    dispatcher.post(
        new DispatchEvent.CallEnded(
            call.ref(), call.carrier() + "-1", ending, "sip:200", "", evidence));
    poll();
  }

  private void smsTaken() {
    SmsChannel.Submit submit = channels.submits.getLast();
    dispatcher.post(
        new SmsAnswered(submit.ref(), new SmsAnswer.Taken("alpha-1", List.of("a1"), 1)));
    poll();
  }

  @Test
  void a_call_is_placed_with_the_code_alone_and_delivers_by_evidence() {
    submit("+393331234567", "VOICE");
    VoiceChannel.Call call = channels.calls.getFirst();
    assertEquals(new Secret("123456"), call.code());
    assertEquals("vox", call.carrier());
    assertEquals(NOW + 120_000, call.deadlineMillis());
    ended(call, CallEnding.COMPLETED, HEARD);
    assertInstanceOf(MessageState.Delivered.class, message(0).state());
  }

  @Test
  void a_trunk_that_answers_into_nothing_is_followed_by_the_next_carrier() {
    submit("+393331234567", "VOICE");
    ended(channels.calls.getFirst(), CallEnding.COMPLETED, DEAF);
    later(500);
    assertEquals(List.of("vox", "tel"), channels.calls.stream().map(c -> c.carrier()).toList());
    assertEquals(channels.calls.get(0).code(), channels.calls.get(1).code());
    ended(channels.calls.get(1), CallEnding.COMPLETED, DEAF);
    later(2_000);
    // Once more each, by another trunk of theirs, and no more.
    ended(channels.calls.get(2), CallEnding.COMPLETED, DEAF);
    later(2_000);
    ended(channels.calls.get(3), CallEnding.COMPLETED, DEAF);
    later(2_000);
    assertEquals(4, channels.calls.size());
    assertEquals("vox-1", channels.calls.get(2).avoidTrunk());
    assertInstanceOf(MessageState.Failed.class, message(0).state());
  }

  @Test
  void a_busy_telephone_is_not_called_by_another_carrier() {
    submit("+393331234567", "VOICE,SMS");
    ended(channels.calls.getFirst(), CallEnding.BUSY, CallEvidence.NONE);
    assertEquals(1, channels.calls.size());
    assertEquals("alpha", channels.submits.getFirst().carrier());
    assertEquals(RouteChoice.Reason.ESCALATION, message(0).attempts().getLast().choice().reason());
  }

  @Test
  void voice_follows_a_text_by_the_clock_or_by_silence() {
    submit("+393331234567", "SMS,VOICE+10000");
    submit("+393331234568", "SMS,VOICE");
    smsTaken();
    dispatcher.post(
        new SmsAnswered(
            channels.submits.getFirst().ref(), new SmsAnswer.Taken("alpha-1", List.of("a0"), 1)));
    later(9_900);
    assertTrue(channels.calls.isEmpty());
    later(200);
    assertEquals(1, channels.calls.size());
    later(20_000);
    assertEquals(2, channels.calls.size());
    assertEquals("+393331234568", channels.calls.getLast().to().e164());
  }

  @Test
  void cancel_and_deadline_hang_up() {
    submit("+393331234567", "VOICE");
    dispatcher.cancel("idp", message(0).id(), replies::add);
    poll();
    assertEquals(channels.calls.getFirst().ref(), channels.hangUps.getFirst().ref());
    submit("+393331234568", "VOICE");
    later(120_100);
    assertEquals(channels.calls.getLast().ref(), channels.hangUps.getLast().ref());
    assertInstanceOf(MessageState.Expired.class, message(2).state());
  }

  @Test
  void a_second_message_waits_for_its_turn_at_one_telephone() {
    submit("+393331234567", "VOICE");
    ended(channels.calls.getFirst(), CallEnding.COMPLETED, HEARD);
    submit("+393331234567", "VOICE");
    assertEquals(1, channels.calls.size());
    later(60_000);
    assertEquals(1, channels.calls.size());
  }

  @Test
  void a_full_store_places_no_call_and_counts_none() {
    fate = Outcome.FULL;
    submit("+393331234567", "VOICE");
    assertTrue(channels.calls.isEmpty());
    assertInstanceOf(Reply.Refused.class, replies.getFirst());
    fate = Outcome.DONE;
    now += 200;
    submit("+393331234567", "VOICE");
    assertEquals(1, channels.calls.size());
  }

  @Test
  void after_a_restart_a_call_is_in_doubt_and_another_carrier_calls() {
    submit("+393331234567", "VOICE");
    store = store.crash();
    dispatcher = started();
    poll();
    poll();
    assertEquals("tel", channels.calls.getLast().carrier());
    assertEquals(new Secret("123456"), channels.calls.getLast().code());
  }

  private static Account spendingAtMost(long microsPerDay) {
    Account plain = Account.named("idp", Set.of());
    VoiceRules usual = VoiceRules.DEFAULT;
    return new Account(
        plain.id(),
        false,
        plain.credentials(),
        plain.messages(),
        plain.templates(),
        plain.verification(),
        GuardRules.allowing(List.of("+39")),
        new VoiceRules(
            usual.gate(),
            usual.repeats(),
            usual.fallbackLanguage(),
            usual.maxRingMillis(),
            usual.maxCallMillis(),
            usual.perNumberMillis(),
            0,
            microsPerDay,
            usual.approval()),
        null,
        Map.of());
  }

  private static CallEvidence heardFor(long talkMillis) {
    return new CallEvidence(
        true, true, true, true, false, null, 800, 3_000, talkMillis, 200, 16, false, false, false);
  }

  private void restart() {
    store = store.crash();
    dispatcher = started();
    poll();
    poll();
  }

  @Test
  void what_the_day_cost_is_known_after_a_crash() {
    account = spendingAtMost(100_000);
    submit("+393331234501", "VOICE");
    ended(channels.calls.getLast(), CallEnding.COMPLETED, heardFor(125_000));
    restart();
    // 60 000 are spent: two calls more, and no third.
    submit("+393331234502", "VOICE");
    ended(channels.calls.getLast(), CallEnding.COMPLETED, heardFor(9_000));
    restart();
    submit("+393331234503", "VOICE");
    ended(channels.calls.getLast(), CallEnding.COMPLETED, heardFor(9_000));
    restart();
    assertEquals(3, channels.calls.size());
    submit("+393331234504", "VOICE");
    later(200);
    assertEquals(3, channels.calls.size());
    assertInstanceOf(MessageState.Failed.class, message(replies.size() - 1).state());
  }

  @Test
  void a_call_under_way_at_a_crash_is_paid_for_once() {
    account = spendingAtMost(40_000);
    submit("+393331234501", "VOICE");
    restart();
    // In doubt, so the other carrier calls: the second of two.
    assertEquals(2, channels.calls.size());
    ended(channels.calls.getLast(), CallEnding.COMPLETED, heardFor(9_000));
    restart();
    submit("+393331234502", "VOICE");
    later(200);
    assertEquals(2, channels.calls.size());
  }

  @Test
  void the_next_day_begins_at_nothing_after_a_restart_too() {
    account = spendingAtMost(20_000);
    submit("+393331234501", "VOICE");
    ended(channels.calls.getLast(), CallEnding.COMPLETED, heardFor(9_000));
    store = store.crash();
    now += 86_400_000;
    dispatcher = started();
    poll();
    submit("+393331234502", "VOICE");
    assertEquals(2, channels.calls.size());
    ended(channels.calls.getLast(), CallEnding.COMPLETED, heardFor(9_000));
    assertEquals(1, dispatcher.kept(CallCosts.KIND).size(), "the day before is forgotten");
    restart();
    submit("+393331234503", "VOICE");
    later(200);
    assertEquals(2, channels.calls.size());
  }

  @Test
  void what_a_full_store_did_not_take_was_not_spent() {
    account = spendingAtMost(20_000);
    fate = Outcome.FULL;
    submit("+393331234501", "VOICE");
    assertTrue(channels.calls.isEmpty());
    fate = Outcome.DONE;
    now += 200;
    restart();
    submit("+393331234501", "VOICE");
    assertEquals(1, channels.calls.size());
  }

  private static final class Recorder implements SmsChannel, VoiceChannel {
    final List<Submit> submits = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    final List<HangUp> hangUps = new ArrayList<>();

    @Override
    public void submit(List<Submit> batch) {
      submits.addAll(batch);
    }

    @Override
    public void withdraw(List<Withdraw> batch) {}

    @Override
    public void acknowledge(List<ReceiptAck> batch) {}

    @Override
    public void place(List<Call> batch) {
      calls.addAll(batch);
    }

    @Override
    public void hangUp(List<HangUp> batch) {
      hangUps.addAll(batch);
    }
  }
}
