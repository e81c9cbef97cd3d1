package io.strowger.gateway.store;

import static io.strowger.gateway.store.Samples.annotate;
import static io.strowger.gateway.store.Samples.deliver;
import static io.strowger.gateway.store.Samples.delivered;
import static io.strowger.gateway.store.Samples.expire;
import static io.strowger.gateway.store.Samples.expired;
import static io.strowger.gateway.store.Samples.expiredThenArrived;
import static io.strowger.gateway.store.Samples.fail;
import static io.strowger.gateway.store.Samples.failed;
import static io.strowger.gateway.store.Samples.id;
import static io.strowger.gateway.store.Samples.open;
import static io.strowger.gateway.store.Samples.opened;
import static io.strowger.gateway.store.Samples.receipt;
import static io.strowger.gateway.store.Samples.send;
import static io.strowger.gateway.store.Samples.sent;
import static io.strowger.gateway.store.Samples.shredded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.Affected;
import io.strowger.gateway.delivery.KeptData;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.MessageStore;
import io.strowger.gateway.delivery.MessageStore.Recovered;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Secret;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does, whatever it keeps messages in. */
abstract class MessageStoreContract {
  final FakeClock clock = new FakeClock();
  private MessageStore store;

  /** A new, empty store. */
  abstract MessageStore create() throws Exception;

  /** What a new process finds after this one was killed at this moment. */
  abstract MessageStore afterKill(MessageStore killed) throws Exception;

  /** What a new process finds after an orderly stop. */
  abstract MessageStore afterStop(MessageStore stopped) throws Exception;

  @BeforeEach
  void createStore() throws Exception {
    store = create();
  }

  private void commit(StoreChange... changes) throws Exception {
    store.commit(List.of(changes));
    committed();
  }

  /** A hook for time to pass. */
  void committed() {}

  private Recovered killAndRecover() throws Exception {
    store = afterKill(store);
    return store.recover();
  }

  private static MessageQuery query(
      @Nullable String account, @Nullable String to, @Nullable String state, int limit) {
    return new MessageQuery(account, to, state, 0, null, limit);
  }

  private static List<MessageId> ids(List<Message> messages) {
    return messages.stream().map(Message::id).toList();
  }

  @Test
  void an_empty_store_recovers_nothing() {
    Recovered recovered = store.recover();
    assertEquals(new Recovered(List.of(), List.of(), List.of(), 0), recovered);
  }

  @Test
  void open_messages_come_back_after_a_kill_oldest_first_with_their_texts() throws Exception {
    store.recover();
    commit(open(3), open(1));
    commit(open(2));
    Recovered recovered = killAndRecover();
    assertEquals(List.of(opened(1), opened(2), opened(3)), recovered.open());
    assertEquals(id(3).order(), recovered.lastOrder());
  }

  @Test
  void the_latest_change_of_a_message_wins() throws Exception {
    store.recover();
    commit(open(1), open(2));
    commit(send(1));
    assertEquals(List.of(sent(1), opened(2)), killAndRecover().open());
  }

  @Test
  void every_field_of_every_kind_of_message_survives() throws Exception {
    store.recover();
    List<StoreChange> changes = new ArrayList<>();
    List<Message> expected = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      changes.add(open(n));
      if (n % 2 == 0) {
        changes.add(send(n));
      }
      expected.add(n % 2 == 0 ? sent(n) : opened(n));
    }
    store.commit(changes);
    assertEquals(expected, killAndRecover().open());
  }

  @Test
  void texts_of_any_characters_survive_exactly() throws Exception {
    store.recover();
    String[] texts = {
      "",
      "è già 48213",
      "код 48213",
      "\ud83d\ude80 48213",
      "unpaired \ud800 surrogate",
      "x".repeat(900)
    };
    List<Message> expected = new ArrayList<>();
    for (int n = 0; n < texts.length; n++) {
      Message message = withText(n, texts[n]);
      expected.add(message);
      commit(new StoreChange.Opened(message));
    }
    assertEquals(expected, killAndRecover().open());
  }

  private static Message withText(int n, String text) {
    MessageSpec base = Samples.spec(n);
    MessageSpec spec =
        new MessageSpec(
            base.id(),
            base.account(),
            base.to(),
            new Secret(text),
            new Secret(text),
            text,
            null,
            text,
            null,
            Long.MIN_VALUE,
            List.of(Channel.VOICE, Channel.SMS),
            null,
            base.acceptedAtMillis(),
            base.expiresAtMillis());
    return new Message(spec, new MessageState.AwaitingRetry(7), List.of());
  }

  @Test
  void a_final_message_is_found_without_its_text_and_comes_back_as_recent() throws Exception {
    store.recover();
    commit(open(1), open(2));
    commit(deliver(1), fail(2));
    assertEquals(shredded(delivered(1)), store.find(id(1)));
    assertEquals(shredded(failed(2)), store.find(id(2)));
    Recovered recovered = killAndRecover();
    assertEquals(List.of(), recovered.open());
    assertEquals(List.of(shredded(delivered(1)), shredded(failed(2))), recovered.recent());
    assertEquals(id(2).order(), recovered.lastOrder());
    assertEquals(shredded(delivered(1)), store.find(id(1)));
  }

  @Test
  void an_open_message_is_not_found_among_the_final_ones() throws Exception {
    store.recover();
    commit(open(1));
    assertNull(store.find(id(1)));
    assertEquals(List.of(), store.search(query(null, null, null, 10)));
  }

  @Test
  void an_id_that_only_shares_the_time_of_a_message_finds_nothing() throws Exception {
    store.recover();
    commit(open(1), deliver(1));
    assertNull(store.find(MessageId.of(id(1).order(), 99)));
  }

  @Test
  void a_message_may_open_and_close_in_one_commit() throws Exception {
    store.recover();
    commit(new StoreChange.Opened(failed(1)), fail(1));
    assertEquals(shredded(failed(1)), store.find(id(1)));
    Recovered recovered = killAndRecover();
    assertEquals(List.of(), recovered.open());
    assertEquals(List.of(shredded(failed(1))), recovered.recent());
  }

  @Test
  void a_late_receipt_is_seen_on_the_final_message_also_after_a_kill() throws Exception {
    store.recover();
    commit(open(1), open(2));
    commit(expire(1), deliver(2));
    assertEquals(shredded(expired(1)), store.find(id(1)));
    commit(annotate(1));
    assertEquals(shredded(expiredThenArrived(1)), store.find(id(1)));
    assertEquals(
        List.of(shredded(expiredThenArrived(1)), shredded(delivered(2))),
        killAndRecover().recent());
    assertEquals(shredded(expiredThenArrived(1)), store.find(id(1)));
  }

  @Test
  void held_receipts_come_back_until_they_are_dropped() throws Exception {
    store.recover();
    commit(
        new StoreChange.Keep(receipt(2)),
        new StoreChange.Keep(receipt(1)),
        new StoreChange.Keep(receipt(3)));
    commit(new StoreChange.Drop(receipt(2).sequence()), open(1));
    assertEquals(List.of(receipt(1), receipt(3)), killAndRecover().kept());
    commit(new StoreChange.Drop(receipt(1).sequence()));
    commit(new StoreChange.Drop(receipt(3).sequence()));
    assertEquals(List.of(), killAndRecover().kept());
  }

  @Test
  void notices_and_kept_data_come_back_until_they_are_dropped() throws Exception {
    store.recover();
    Notice notice = new Notice(4, "webhook", shredded(delivered(1)), 77);
    KeptData open = new KeptData(5, "count", "3 \u20ac", null);
    KeptData sealed = new KeptData(6, "part", "1 of 2", new Secret("your code is 4711"));
    commit(open(1), new StoreChange.Keep(open), new StoreChange.Keep(sealed));
    commit(deliver(1), new StoreChange.Keep(notice));
    assertEquals(List.of(notice, open, sealed), killAndRecover().kept());
    KeptData again = new KeptData(5, "count", "4", null);
    commit(new StoreChange.Keep(again), new StoreChange.Drop(4));
    assertEquals(List.of(again, sealed), killAndRecover().kept());
    commit(new StoreChange.Drop(5), new StoreChange.Drop(6), new StoreChange.Drop(99));
    assertEquals(List.of(), killAndRecover().kept());
  }

  @Test
  void a_replaced_text_is_the_one_that_comes_back() throws Exception {
    store.recover();
    commit(open(1), open(2));
    Message other =
        new Message(
            opened(1).spec().replaced(new Secret("another text"), 0), opened(1).state(), List.of());
    commit(new StoreChange.Replaced(other));
    assertEquals(List.of(other, opened(2)), killAndRecover().open());
    commit(deliver(1), deliver(2));
    assertEquals(List.of(), killAndRecover().open());
  }

  @Test
  void a_stop_and_start_keeps_everything() throws Exception {
    store.recover();
    commit(open(1), open(2), new StoreChange.Keep(receipt(1)));
    commit(send(2), deliver(1));
    store = afterStop(store);
    Recovered recovered = store.recover();
    assertEquals(List.of(sent(2)), recovered.open());
    assertEquals(List.of(shredded(delivered(1))), recovered.recent());
    assertEquals(List.of(receipt(1)), recovered.kept());
    assertEquals(id(2).order(), recovered.lastOrder());
  }

  @Test
  void many_restarts_in_a_row_change_nothing() throws Exception {
    store.recover();
    commit(open(1), open(2), open(3), new StoreChange.Keep(receipt(1)));
    commit(deliver(1), send(2));
    for (int i = 0; i < 4; i++) {
      Recovered recovered = killAndRecover();
      assertEquals(List.of(sent(2), opened(3)), recovered.open());
      assertEquals(List.of(shredded(delivered(1))), recovered.recent());
      assertEquals(List.of(receipt(1)), recovered.kept());
      assertEquals(id(3).order(), recovered.lastOrder());
    }
    commit(deliver(2), expire(3));
    assertEquals(List.of(), killAndRecover().open());
  }

  @Test
  void final_messages_that_were_accepted_long_ago_are_not_recent() throws Exception {
    store.recover();
    commit(open(1), deliver(1));
    clock.advance(16 * 60_000);
    assertEquals(List.of(), killAndRecover().recent());
    assertEquals(shredded(delivered(1)), store.find(id(1)));
  }

  @Test
  void a_search_is_newest_first_and_pages_by_cursor() throws Exception {
    store.recover();
    for (int n = 1; n <= 25; n++) {
      commit(open(n));
      commit(deliver(n));
    }
    List<MessageId> seen = new ArrayList<>();
    MessageId before = null;
    for (int page = 0; page < 4; page++) {
      List<Message> found = store.search(new MessageQuery(null, null, null, 0, before, 10));
      seen.addAll(ids(found));
      before = found.isEmpty() ? before : found.getLast().id();
    }
    List<MessageId> expected = new ArrayList<>();
    for (int n = 25; n >= 1; n--) {
      expected.add(id(n));
    }
    assertEquals(expected, seen);
  }

  @Test
  void a_search_restricts_by_account_number_state_and_time() throws Exception {
    store.recover();
    for (int n = 1; n <= 12; n++) {
      commit(open(n), n % 3 == 0 ? fail(n) : deliver(n));
    }
    assertEquals(
        List.of(id(12), id(10), id(8), id(6), id(4), id(2)),
        ids(store.search(query("bank", null, null, 100))));
    assertEquals(List.of(id(7)), ids(store.search(query(null, Samples.numberOf(7), null, 100))));
    assertEquals(
        List.of(id(12), id(9), id(6), id(3)), ids(store.search(query(null, null, "failed", 100))));
    assertEquals(List.of(id(12), id(6)), ids(store.search(query("bank", null, "failed", 100))));
    assertEquals(
        List.of(id(11), id(7), id(5)), ids(store.search(query("shop", null, "delivered", 3))));
    assertEquals(List.of(), store.search(query("shop", Samples.numberOf(2), null, 3)));
    assertEquals(List.of(), store.search(query(null, null, "accepted", 3)));
    assertEquals(
        List.of(id(12), id(11), id(10)),
        ids(store.search(new MessageQuery(null, null, null, Samples.T0 + 10, null, 100))));
    assertEquals(
        List.of(id(10)),
        ids(store.search(new MessageQuery(null, null, null, Samples.T0 + 10, id(11), 100))));
  }

  @Test
  void who_met_trouble_is_told_with_its_cause_and_how_it_ended() throws Exception {
    store.recover();
    for (int n = 1; n <= 12; n++) {
      commit(open(n), n % 3 == 0 ? fail(n) : n % 4 == 0 ? expire(n) : deliver(n));
    }
    assertEquals(
        List.of(
            "3 failed refused",
            "4 expired silent",
            "6 failed refused",
            "8 expired silent",
            "9 failed refused",
            "12 failed refused"),
        affected(0, Long.MAX_VALUE));
    assertEquals(
        List.of("4 expired silent", "6 failed refused"), affected(Samples.T0 + 4, Samples.T0 + 8));
    assertEquals(List.of(), affected(Samples.T0 + 13, Long.MAX_VALUE));
  }

  @Test
  void trouble_is_seen_as_its_late_receipt_tells_it_also_after_a_kill() throws Exception {
    store.recover();
    commit(open(5), expire(5));
    assertEquals(List.of("5 expired silent"), affected(0, Long.MAX_VALUE));
    commit(annotate(5));
    killAndRecover();
    assertEquals(List.of("5 expired no_receipt"), affected(0, Long.MAX_VALUE));
  }

  private List<String> affected(long sinceMillis, long untilMillis) {
    List<Affected> found = new ArrayList<>();
    store.affected(sinceMillis, untilMillis, found::add);
    return found.stream()
        .sorted(Comparator.comparingLong(Affected::key))
        .map(a -> (a.acceptedAtMillis() - Samples.T0) + " " + a.state() + " " + a.trouble().cause())
        .toList();
  }

  @Test
  void a_change_that_does_not_fit_is_refused_and_its_whole_commit_with_it() throws Exception {
    store.recover();
    commit(open(1), open(2), deliver(2));
    assertThrows(IllegalArgumentException.class, () -> commit(open(5), open(1)));
    assertThrows(IllegalArgumentException.class, () -> commit(open(5), open(5)));
    assertThrows(IllegalArgumentException.class, () -> commit(open(5), send(4)));
    assertThrows(IllegalArgumentException.class, () -> commit(open(5), deliver(2)));
    assertThrows(IllegalArgumentException.class, () -> commit(deliver(1), send(1)));
    assertThrows(
        IllegalArgumentException.class, () -> commit(open(5), new StoreChange.Closed(sent(1))));
    assertThrows(
        IllegalArgumentException.class, () -> commit(open(5), new StoreChange.Annotated(sent(1))));
    commit(send(1), open(5));
    assertEquals(List.of(sent(1), opened(5)), killAndRecover().open());
  }

  @Test
  void an_empty_commit_does_nothing() throws Exception {
    store.recover();
    store.commit(List.of());
    assertEquals(0, store.statistics().commits());
  }

  @Test
  void commits_and_changes_are_counted() throws Exception {
    store.recover();
    commit(open(1), open(2));
    commit(deliver(1));
    assertEquals(2, store.statistics().commits());
    assertEquals(3, store.statistics().changes());
  }

  @Test
  void nothing_can_be_committed_before_recovery_and_recovery_is_once() throws Exception {
    assertThrows(IllegalStateException.class, () -> commit(open(1)));
    store.recover();
    assertThrows(IllegalStateException.class, store::recover);
  }

  @Test
  void a_message_that_is_open_is_never_among_the_recent_ones() throws Exception {
    store.recover();
    for (int n = 1; n <= 40; n++) {
      commit(open(n));
      if (n % 4 != 0) {
        commit(deliver(n));
      }
    }
    Recovered recovered = killAndRecover();
    assertEquals(10, recovered.open().size());
    assertEquals(30, recovered.recent().size());
    assertTrue(recovered.recent().stream().allMatch(Message::isFinal));
    assertTrue(recovered.open().stream().noneMatch(Message::isFinal));
    assertNotEquals(0, recovered.lastOrder());
  }
}
