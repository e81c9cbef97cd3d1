package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.DispatchEvent.CarrierChanged;
import io.strowger.gateway.delivery.DispatchEvent.ReceiptCame;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswer;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswered;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.store.MemoryStore;
import io.strowger.gateway.store.MemoryStore.CommitFate.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DispatcherTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final RouteTable ROUTES =
      new RouteTable(
          List.of(
              new RouteTable.Entry(
                  "+",
                  List.of(
                      new RouteTable.Member("alpha", null, null),
                      new RouteTable.Member("beta", null, null)),
                  List.of())));

  private long now = NOW;
  private Outcome fate = Outcome.DONE;
  private MemoryStore store = new MemoryStore(() -> now, _ -> fate);
  private final RecordingChannel sms = new RecordingChannel();
  private final List<Reply> replies = new ArrayList<>();
  private final List<Notice> told = new ArrayList<>();
  private Dispatcher dispatcher = started();

  private Dispatcher started() {
    Dispatcher fresh =
        new Dispatcher(
            new Dispatcher.Ports(store, sms, new DeliveryObserver() {}),
            new DispatchSettings(10, 100, 600_000, 10, 60_000, 3, 3, 1),
            new Lifecycle(new Lifecycle.Policy(30_000)),
            new RouteChooser(ROUTES),
            new Dispatcher.Chance(new SplittableRandom(1), new SplittableRandom(2), () -> 0),
            now);
    fresh.addNoticeRule(new FinalStates());
    fresh.recover(now);
    fresh.addNoticeChannel(new Listening());
    fresh.post(new CarrierChanged(new CarrierCondition("alpha", true, 0)));
    fresh.post(new CarrierChanged(new CarrierCondition("beta", true, 0)));
    return fresh;
  }

  private void restart() {
    store = store.crash();
    told.clear();
    sms.submits.clear();
    dispatcher = started();
  }

  private int poll() {
    try {
      return dispatcher.poll(now);
    } catch (StoreFailedException e) {
      throw new AssertionError(e);
    }
  }

  private static MessageDraft draft(String to, @Nullable String key, long hash) {
    return new MessageDraft(
        "idp",
        new PhoneNumber(to),
        new Secret("Your code is 123456"),
        null,
        null,
        null,
        null,
        key,
        hash,
        List.of(Channel.SMS),
        new Origin("test", "x"),
        List.of(),
        120_000);
  }

  private boolean submit(String to) {
    return dispatcher.submit(draft(to, null, 0), replies::add);
  }

  private Message only() {
    return ((Reply.Accepted) replies.getFirst()).message();
  }

  private void taken(SmsChannel.Submit submit, String id) {
    dispatcher.post(
        new SmsAnswered(
            submit.ref(), new SmsAnswer.Taken(submit.carrier() + "-1", List.of(id), 1)));
  }

  private void delivered(String carrier, String id) {
    dispatcher.post(
        new ReceiptCame(
            carrier,
            List.of(id),
            new ReceiptReading(ReceiptReading.Kind.DELIVERED, null),
            now,
            sms.ack()));
  }

  @Test
  void a_message_is_accepted_once_it_is_stored_and_only_then_sent() {
    assertTrue(submit("+393331234567"));
    assertTrue(sms.submits.isEmpty());
    poll();
    assertInstanceOf(Reply.Accepted.class, replies.getFirst());
    assertEquals("alpha", sms.submits.getFirst().carrier());
    assertEquals(1, dispatcher.openMessages());
    assertEquals(1, dispatcher.attempting());
  }

  @Test
  void a_full_store_undoes_the_round_and_refuses_what_it_would_have_stored() {
    fate = Outcome.FULL;
    submit("+393331234567");
    poll();
    assertInstanceOf(Reply.Refused.class, replies.getFirst());
    assertTrue(sms.submits.isEmpty());
    assertEquals(0, dispatcher.openMessages());
    fate = Outcome.DONE;
    now += 200;
    submit("+393331234567");
    poll();
    assertInstanceOf(Reply.Accepted.class, replies.getLast());
  }

  @Test
  void news_of_an_undone_round_is_taken_again_and_acknowledged_then() {
    submit("+393331234567");
    poll();
    taken(sms.submits.getFirst(), "a1");
    poll();
    fate = Outcome.FULL;
    delivered("alpha", "a1");
    poll();
    assertEquals(0, sms.acknowledged);
    fate = Outcome.DONE;
    now += 200;
    poll();
    assertEquals(1, sms.acknowledged);
    assertEquals("delivered", state());
  }

  private String state() {
    Message found = dispatcher.find(only().id());
    return found == null ? "gone" : found.clientState();
  }

  @Test
  void a_failed_store_acknowledges_nothing() {
    fate = Outcome.FAILED_AFTER;
    submit("+393331234567");
    assertThrows(StoreFailedException.class, () -> dispatcher.poll(now));
    assertTrue(replies.isEmpty());
    assertTrue(sms.submits.isEmpty());
  }

  @Test
  void the_same_key_is_the_same_message_and_with_another_body_a_conflict() {
    dispatcher.submit(draft("+393331234567", "k", 1), replies::add);
    poll();
    dispatcher.submit(draft("+393331234567", "k", 1), replies::add);
    dispatcher.submit(draft("+393331234567", "k", 2), replies::add);
    poll();
    assertEquals(only().id(), ((Reply.Repeated) replies.get(1)).id());
    assertInstanceOf(Reply.IdempotencyConflict.class, replies.get(2));
    assertEquals(1, sms.submits.size());
    restart();
    dispatcher.submit(draft("+393331234567", "k", 1), replies::add);
    poll();
    assertInstanceOf(Reply.Repeated.class, replies.get(3));
  }

  @Test
  void a_repeated_key_is_refused_with_the_first_request_when_their_round_is_undone() {
    fate = Outcome.FULL;
    dispatcher.submit(draft("+393331234567", "k", 1), replies::add);
    dispatcher.submit(draft("+393331234567", "k", 1), replies::add);
    poll();
    assertEquals(2, replies.stream().filter(r -> r instanceof Reply.Refused).count());
  }

  @Test
  void the_queue_of_open_messages_is_bounded() {
    for (int i = 0; i < 11; i++) {
      submit("+3933312345" + (10 + i));
    }
    poll();
    assertEquals(10, replies.stream().filter(r -> r instanceof Reply.Accepted).count());
    assertEquals(1, replies.stream().filter(r -> r instanceof Reply.Refused).count());
  }

  @Test
  void a_receipt_before_its_answer_waits_durably_and_finds_its_message() {
    submit("+393331234567");
    poll();
    delivered("alpha", "a1");
    poll();
    assertEquals(1, sms.acknowledged);
    assertEquals("sending", state());
    taken(sms.submits.getFirst(), "a1");
    poll();
    assertEquals("delivered", state());
  }

  @Test
  void a_refusal_moves_on_to_the_next_carrier_and_doubt_is_known_as_such() {
    submit("+393331234567");
    poll();
    dispatcher.post(
        new SmsAnswered(
            sms.submits.getFirst().ref(), new SmsAnswer.InDoubt("alpha-1", "the link died")));
    poll();
    assertEquals("beta", sms.submits.getLast().carrier());
    assertTrue(sms.submits.getLast().mayReplaceEarlier());
  }

  @Test
  void nothing_leaves_after_the_deadline_even_after_a_restart() {
    submit("+393331234567");
    poll();
    now += 7_200_000;
    restart();
    poll();
    assertTrue(sms.submits.isEmpty());
    assertEquals("expired", state());
  }

  @Test
  void an_account_is_owed_word_of_a_change_with_the_change_itself() {
    submit("+393331234567");
    poll();
    taken(sms.submits.getFirst(), "a1");
    delivered("alpha", "a1");
    fate = Outcome.FULL;
    poll();
    assertTrue(told.isEmpty());
    fate = Outcome.DONE;
    now += 200;
    poll();
    assertEquals(1, told.size());
    assertInstanceOf(MessageState.Delivered.class, told.getFirst().message().state());
    assertTrue(told.getFirst().message().spec().text().isShredded());
    Notice owed = told.getFirst();
    restart();
    poll();
    assertEquals(List.of(owed), told);
    dispatcher.post(new DispatchEvent.NoticeSettled(owed));
    poll();
    restart();
    poll();
    assertTrue(told.isEmpty());
  }

  @Test
  void a_settlement_that_was_undone_is_taken_again() {
    submit("+393331234568");
    poll();
    dispatcher.cancel("idp", only().id(), replies::add);
    poll();
    fate = Outcome.FULL;
    dispatcher.post(new DispatchEvent.NoticeSettled(told.getFirst()));
    poll();
    fate = Outcome.DONE;
    now += 200;
    poll();
    restart();
    poll();
    assertTrue(told.isEmpty());
  }

  @Test
  void an_account_that_takes_nothing_it_is_owed_is_refused_in_the_end() {
    for (int i = 0; i < 3; i++) {
      replies.clear();
      submit("+39333123456" + i);
      poll();
      dispatcher.cancel("idp", only().id(), replies::add);
      poll();
    }
    replies.clear();
    submit("+393331234569");
    poll();
    assertInstanceOf(Reply.Refused.class, replies.getFirst());
    dispatcher.post(new DispatchEvent.NoticeSettled(told.getFirst()));
    poll();
    submit("+393331234569");
    poll();
    assertInstanceOf(Reply.Accepted.class, replies.getLast());
  }

  @Test
  void sequences_go_on_after_a_restart_that_finds_nothing_kept() {
    dispatcher.keep(new KeptDraft("part", "1/2", null), replies::add);
    poll();
    long first = ((Reply.Kept) replies.getLast()).sequence();
    dispatcher.drop(List.of(first));
    poll();
    now++;
    restart();
    dispatcher.keep(new KeptDraft("part", "1/2", null), replies::add);
    poll();
    assertTrue(((Reply.Kept) replies.getLast()).sequence() > first);
  }

  @Test
  void what_is_kept_goes_with_the_message_that_takes_its_place() {
    dispatcher.keep(new KeptDraft("part", "1/2", new Secret("Your code")), replies::add);
    poll();
    long sequence = ((Reply.Kept) replies.getFirst()).sequence();
    restart();
    assertEquals(1, dispatcher.kept("part").size());
    MessageDraft plain = draft("+393331234567", null, 0);
    MessageDraft whole =
        new MessageDraft(
            plain.account(),
            plain.to(),
            plain.text(),
            null,
            null,
            null,
            null,
            null,
            0,
            plain.channels(),
            null,
            List.of(sequence),
            60_000);
    dispatcher.submit(whole, replies::add);
    fate = Outcome.FULL;
    poll();
    assertEquals(1, dispatcher.kept("part").size());
    fate = Outcome.DONE;
    now += 200;
    dispatcher.submit(whole, replies::add);
    poll();
    assertTrue(dispatcher.kept("part").isEmpty());
    restart();
    assertTrue(dispatcher.kept("part").isEmpty());
    assertEquals(1, dispatcher.openMessages());
  }

  @Test
  void no_more_is_kept_than_the_bound() {
    for (int i = 0; i < 4; i++) {
      dispatcher.keep(new KeptDraft("part", "x", null), replies::add);
    }
    poll();
    assertEquals(1, replies.stream().filter(r -> r instanceof Reply.Refused).count());
    assertEquals(3, replies.stream().filter(r -> r instanceof Reply.Kept).count());
    dispatcher.drop(dispatcher.kept("part").stream().map(KeptData::sequence).toList());
    poll();
    assertTrue(dispatcher.kept("part").isEmpty());
  }

  @Test
  void a_text_can_be_replaced_until_it_was_tried() {
    dispatcher.post(new CarrierChanged(new CarrierCondition("alpha", false, 0)));
    dispatcher.post(new CarrierChanged(new CarrierCondition("beta", false, 0)));
    submit("+393331234567");
    poll();
    dispatcher.replace("idp", only().id(), new Secret("the other text"), 0, replies::add);
    poll();
    assertInstanceOf(Reply.Done.class, replies.get(1));
    restart();
    poll();
    assertEquals("the other text", sms.submits.getFirst().text().reveal());
    dispatcher.replace("idp", only().id(), new Secret("too late"), 0, replies::add);
    poll();
    assertInstanceOf(Reply.AlreadyFinal.class, replies.get(2));
    assertEquals(1, sms.submits.size());
  }

  @Test
  void a_replay_owes_final_messages_once_more() {
    submit("+393331234567");
    poll();
    dispatcher.cancel("idp", only().id(), replies::add);
    poll();
    Message cancelled = told.getFirst().message();
    dispatcher.post(new DispatchEvent.NoticeSettled(told.getFirst()));
    poll();
    dispatcher.replay("listening", List.of(cancelled), replies::add);
    poll();
    assertEquals(cancelled, told.getLast().message());
    assertEquals(2, told.size());
  }

  @Test
  void feedback_and_cancel_of_another_account_find_nothing() {
    submit("+393331234567");
    poll();
    dispatcher.cancel("other", only().id(), replies::add);
    dispatcher.feedback("other", only().id(), true, replies::add);
    poll();
    assertInstanceOf(Reply.NotFound.class, replies.get(1));
    assertInstanceOf(Reply.NotFound.class, replies.get(2));
    assertNull(dispatcher.findRecent(new io.strowger.gateway.message.MessageId(1, 2)));
    assertFalse(dispatcher.hasWork());
  }

  private static final class FinalStates implements NoticeRule {
    @Override
    public String channel() {
      return "listening";
    }

    @Override
    public boolean owes(Message after) {
      return after.isFinal();
    }
  }

  private final class Listening implements NoticeChannel {
    @Override
    public String channel() {
      return "listening";
    }

    @Override
    public void owe(List<Notice> notices) {
      told.addAll(notices);
    }
  }

  private static final class RecordingChannel implements SmsChannel {
    final List<Submit> submits = new ArrayList<>();
    int acknowledged;

    ReceiptAck ack() {
      return () -> "alpha";
    }

    @Override
    public void submit(List<Submit> batch) {
      submits.addAll(batch);
    }

    @Override
    public void withdraw(List<Withdraw> batch) {}

    @Override
    public void acknowledge(List<ReceiptAck> acks) {
      acknowledged += acks.size();
    }
  }
}
