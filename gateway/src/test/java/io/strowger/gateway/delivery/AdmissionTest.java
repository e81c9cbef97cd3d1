package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Destinations;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.Limits;
import io.strowger.gateway.account.Quota;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.guard.Guard;
import io.strowger.gateway.guard.GuardMemory;
import io.strowger.gateway.guard.GuardObserver;
import io.strowger.gateway.guard.GuardSettings;
import io.strowger.gateway.guard.PumpingBlock;
import io.strowger.gateway.guard.TextHash;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.store.MemoryStore;
import io.strowger.gateway.store.MemoryStore.CommitFate.Outcome;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The guard in the dispatcher's rounds. */
final class AdmissionTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long HOUR = 3_600_000;
  private static final String NUMBER = "+393401234567";

  /** To a carrier that is down: messages wait. Elsewhere there is no route, and they fail. */
  private static final RouteTable ROUTES =
      new RouteTable(
          List.of(
              new RouteTable.Entry(
                  "+39", List.of(new RouteTable.Member("alpha", null, null)), List.of())));

  private long now = NOW;
  private Outcome fate = Outcome.DONE;
  private NumberType type = NumberType.MOBILE;
  private @Nullable GuardRules rules = perNumber(new Quota(2, HOUR));
  private MemoryStore store = new MemoryStore(() -> now, _ -> fate);
  private final List<Reply> replies = new ArrayList<>();
  private Admission admission = admission();
  private Dispatcher dispatcher = started();
  private int texts;

  private static GuardRules perNumber(Quota... quotas) {
    Limits none = Limits.DEFAULT;
    return GuardRules.DEFAULT.with(
        new Limits(
            0,
            List.of(),
            List.of(quotas),
            List.of(),
            List.of(),
            List.of(),
            null,
            0,
            none.sameTextMillis()));
  }

  private Admission admission() {
    return new Admission(
        new Guard(GuardSettings.DEFAULT, GuardObserver.NONE, 5),
        new Admission.Knowledge(_ -> rules, () -> HOUR, _ -> type, _ -> 1, new TextHash(7)));
  }

  private Dispatcher started() {
    admission = admission();
    Dispatcher fresh =
        new Dispatcher(
            new Dispatcher.Ports(store, new DeafChannel(), new DeliveryObserver() {}, admission),
            new DispatchSettings(100, 100, 600_000, 10, 60_000, 30, 30, 1),
            new Lifecycle(new Lifecycle.Policy(30_000)),
            new RouteChooser(ROUTES),
            new Dispatcher.Chance(new SplittableRandom(1), new SplittableRandom(2), () -> 0),
            now);
    fresh.recover(now);
    return fresh;
  }

  private void restart() {
    store = store.crash();
    dispatcher = started();
  }

  /** With a text that no other message has. */
  private Reply submit() {
    return submit("Your code is " + (100_000 + ++texts));
  }

  private Reply submit(String text) {
    return submit(NUMBER, text);
  }

  private Reply submit(String number, String text) {
    replies.clear();
    offer(number, text);
    poll();
    return replies.getFirst();
  }

  private void offer(String number, String text) {
    assertTrue(
        dispatcher.submit(
            new MessageDraft(
                "idp",
                new PhoneNumber(number),
                new Secret(text),
                null,
                null,
                null,
                null,
                null,
                0,
                List.of(Channel.SMS),
                null,
                List.of(),
                120_000),
            replies::add));
  }

  private void poll() {
    try {
      dispatcher.poll(now);
    } catch (StoreFailedException e) {
      throw new AssertionError(e);
    }
  }

  private static MessageId accepted(Reply reply) {
    return assertInstanceOf(Reply.Accepted.class, reply).message().id();
  }

  private static void denied(String code, Reply reply) {
    assertEquals(code, assertInstanceOf(Reply.Denied.class, reply).denial().code());
  }

  @Test
  void a_message_beyond_a_quota_is_denied_and_not_stored() {
    accepted(submit());
    accepted(submit());
    denied("number-quota", submit());
    assertEquals(2, dispatcher.search(everything()).size());
  }

  private static MessageQuery everything() {
    return new MessageQuery(null, null, null, 0L, null, 100);
  }

  @Test
  void messages_of_one_round_see_each_other() {
    replies.clear();
    for (int i = 0; i < 4; i++) {
      offer(NUMBER, "Your code is 10000" + i);
    }
    poll();
    long taken = replies.stream().filter(Reply.Accepted.class::isInstance).count();
    assertEquals(2, taken);
  }

  @Test
  void quotas_survive_a_restart() {
    accepted(submit());
    accepted(submit());
    now += 60_000;
    restart();
    denied("number-quota", submit());
    now += HOUR;
    restart();
    accepted(submit());
  }

  @Test
  void a_round_that_is_undone_leaves_nothing_counted() {
    for (int i = 0; i < 5; i++) {
      fate = Outcome.FULL;
      assertInstanceOf(Reply.Refused.class, submit("the same text"));
      fate = Outcome.DONE;
      now += 1_000;
    }
    accepted(submit("the same text"));
    accepted(submit());
    denied("number-quota", submit());
  }

  @Test
  void the_same_text_again_is_answered_with_the_first_message_even_after_a_restart() {
    MessageId first = accepted(submit("Your code is 482913"));
    now += 5_000;
    assertEquals(new Reply.Repeated(first, NOW + 120_000), submit("Your code is 482913"));
    restart();
    assertEquals(new Reply.Repeated(first, NOW + 120_000), submit("Your code is 482913"));
    now += 25_000;
    assertTrue(!accepted(submit("Your code is 482913")).equals(first));
  }

  @Test
  void a_cancelled_message_is_no_longer_the_same() {
    MessageId first = accepted(submit("Your code is 482913"));
    replies.clear();
    assertTrue(dispatcher.cancel("idp", first, replies::add));
    poll();
    assertTrue(!accepted(submit("Your code is 482913")).equals(first));
  }

  @Test
  void an_account_without_rules_is_not_guarded() {
    rules = null;
    for (int i = 0; i < 5; i++) {
      accepted(submit("Your code is 482913"));
    }
  }

  @Test
  void blocks_are_kept_and_in_force_again_after_a_restart() {
    GuardMemory memory =
        new GuardMemory(
            now, List.of(new PumpingBlock("idp", "+39340123", 4, now + 600_000, 1)), List.of());
    keep(Base64.getEncoder().encodeToString(memory.encode()));
    denied("pumping-suspected", submit());
    for (int i = 0; i < 3; i++) {
      // What it exports itself every minute is what it takes up the next time.
      now += 61_000;
      poll();
      restart();
      denied("pumping-suspected", submit());
    }
    now = NOW + 600_000;
    accepted(submit());
  }

  private Reply submit(String number, List<Channel> channels) {
    MessageDraft draft =
        new MessageDraft(
            "idp",
            new PhoneNumber(number),
            new Secret("Your code is " + (100_000 + ++texts)),
            null,
            null,
            null,
            null,
            null,
            0,
            channels,
            null,
            List.of(),
            300_000);
    replies.clear();
    assertTrue(dispatcher.submit(draft, replies::add));
    poll();
    return replies.getFirst();
  }

  private static List<Channel> ways(Reply reply) {
    return assertInstanceOf(Reply.Accepted.class, reply).message().spec().plan().channels();
  }

  @Test
  void a_message_goes_only_by_the_ways_its_destination_is_open_for() {
    List<Channel> both = List.of(Channel.SMS, Channel.VOICE);
    rules =
        GuardRules.DEFAULT.with(
            new Destinations(
                List.of("+39"), List.of("+39340"), List.of(), List.of(), Set.of(), Set.of()));
    assertEquals(both, ways(submit("+393401234567", both)));
    assertEquals(List.of(Channel.SMS), ways(submit("+393491234567", both)));
    denied("voice-not-allowed", submit("+393491234567", List.of(Channel.VOICE)));
    denied("destination-not-allowed", submit("+447400123456", both));
    type = NumberType.FIXED_LINE;
    assertEquals(List.of(Channel.VOICE), ways(submit("+393401234568", both)), "it reads no SMS");
    denied("number-type-refused", submit("+393491234568", both));
  }

  /** Also of one that was on its way when its number was blocked. */
  @Test
  void what_becomes_of_a_message_to_a_blocked_number_tells_nothing_of_its_route() {
    Message before = assertInstanceOf(Reply.Accepted.class, submit()).message();
    assertTrue(admission.tellsOfRoute(before, now));
    GuardMemory memory =
        new GuardMemory(
            now, List.of(new PumpingBlock("idp", "+39340123", 4, now + 600_000, 1)), List.of());
    keep(Base64.getEncoder().encodeToString(memory.encode()));
    assertFalse(admission.tellsOfRoute(before, now));
    Reply other = submit("+393409994567", "Your code is 1");
    Message elsewhere = assertInstanceOf(Reply.Accepted.class, other).message();
    assertTrue(admission.tellsOfRoute(elsewhere, now));
    assertTrue(admission.tellsOfRoute(before, now + 600_000), "the block is over");
  }

  @Test
  void a_memory_that_cannot_be_read_is_as_none() {
    keep("AAAA");
    accepted(submit());
    keep("not base 64!");
    accepted(submit());
  }

  private void keep(String octets) {
    assertTrue(dispatcher.keep(new KeptDraft("guard", octets, null), replies::add));
    poll();
    restart();
  }

  @Test
  void a_message_that_failed_is_no_longer_the_same() {
    Reply first = submit("+447400123456", "Your code is 1");
    Message failed = assertInstanceOf(Reply.Accepted.class, first).message();
    assertEquals("failed", failed.clientState());
    accepted(submit("+447400123456", "Your code is 1"));
  }

  private static final class DeafChannel implements SmsChannel {
    @Override
    public void submit(List<Submit> batch) {}

    @Override
    public void withdraw(List<Withdraw> batch) {}

    @Override
    public void acknowledge(List<ReceiptAck> batch) {}
  }
}
