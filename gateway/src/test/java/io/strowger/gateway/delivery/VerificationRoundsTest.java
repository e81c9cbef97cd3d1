package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.CodeText;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.delivery.DispatchEvent.CarrierChanged;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.store.MemoryStore;
import io.strowger.gateway.store.MemoryStore.CommitFate.Outcome;
import io.strowger.gateway.verification.CancelOutcome;
import io.strowger.gateway.verification.CheckOutcome;
import io.strowger.gateway.verification.ResendOutcome;
import io.strowger.gateway.verification.StartOutcome;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.VerificationDraft;
import io.strowger.gateway.verification.VerificationId;
import io.strowger.gateway.verification.VerificationKey;
import io.strowger.gateway.verification.VerificationLimits;
import io.strowger.gateway.verification.Verifications;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A code and the message that carries it, through commits, full stores and restarts. */
final class VerificationRoundsTest {
  private static final PhoneNumber NUMBER = new PhoneNumber("+393331234567");
  private static final RouteTable ROUTES =
      new RouteTable(
          List.of(
              new RouteTable.Entry(
                  "+", List.of(new RouteTable.Member("alpha", null, null)), List.of())));

  private long now = 1_800_000_000_000L;
  private Outcome fate = Outcome.DONE;
  private MemoryStore store = new MemoryStore(() -> now, _ -> fate);
  private final List<SmsChannel.Submit> submits = new ArrayList<>();
  private final List<VerificationReply> replies = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private Dispatcher dispatcher = open();
  private VerificationDesk desk = verifications();

  private Dispatcher open() {
    return new Dispatcher(
        new Dispatcher.Ports(store, new Submits(), new DeliveryObserver() {}),
        new DispatchSettings(10, 100, 600_000, 10, 60_000, 100, 100, 1),
        new Lifecycle(new Lifecycle.Policy(30_000)),
        new RouteChooser(ROUTES),
        new Dispatcher.Chance(new SplittableRandom(1), new SplittableRandom(now), () -> 0),
        now);
  }

  private VerificationDesk verifications() {
    VerificationDesk opened =
        dispatcher.openVerifications(
            new Verifications(VerificationLimits.DEFAULT, new VerificationKey(new byte[32])),
            (account, event) -> events.add(account + " " + event));
    dispatcher.recover(now);
    dispatcher.post(new CarrierChanged(new CarrierCondition("alpha", true, 0)));
    return opened;
  }

  private void restart() {
    store = store.crash();
    dispatcher = open();
    desk = verifications();
  }

  private void poll() {
    try {
      dispatcher.poll(now);
    } catch (StoreFailedException e) {
      throw new AssertionError(e);
    }
  }

  private static VerificationDraft draft(@Nullable String key, long hash) {
    return new VerificationDraft(
        "idp",
        NUMBER,
        new CodeText(List.of("Your code is ", "")),
        VerificationRules.DEFAULT,
        List.of(Channel.SMS),
        null,
        null,
        null,
        key,
        hash,
        300_000,
        600_000);
  }

  private Verification start() {
    desk.startVerification(draft(null, 0), replies::add);
    poll();
    return assertInstanceOf(VerificationReply.Started.class, replies.removeLast()).verification();
  }

  private CheckOutcome check(VerificationId id, String code) {
    desk.checkVerification("idp", id, new Secret(code), replies::add);
    poll();
    return assertInstanceOf(VerificationReply.Checked.class, replies.removeLast()).outcome();
  }

  /** What the phone shows. */
  private String codeSent() {
    String text = submits.getLast().text().reveal();
    return text.substring(text.length() - 6);
  }

  @Test
  void a_code_goes_out_once_it_is_stored_and_is_right_once() {
    Verification started = start();
    assertEquals(1, submits.size());
    assertEquals(NUMBER, submits.getFirst().to());
    assertEquals(started, desk.findVerification(started.id()));
    Message message = dispatcher.findRecent(started.messages().getFirst());
    assertNotNull(message);
    assertEquals("verification", Objects.requireNonNull(message.spec().origin()).door());
    assertEquals(started.id().toString(), message.spec().origin().data());
    assertInstanceOf(CheckOutcome.Wrong.class, check(started.id(), "no"));
    assertInstanceOf(CheckOutcome.Approved.class, check(started.id(), codeSent()));
    assertInstanceOf(CheckOutcome.Over.class, check(started.id(), codeSent()));
  }

  private long count(VerificationEvent event) {
    return events.stream().filter(("idp " + event)::equals).count();
  }

  @Test
  void what_becomes_of_codes_is_counted_once_it_is_durable() {
    Verification first = start();
    assertEquals(List.of("idp STARTED", "idp SENT"), events);
    now += 30_000;
    desk.resendVerification("idp", first.id(), replies::add);
    poll();
    assertEquals(2, count(VerificationEvent.SENT));
    for (int i = 0; i < 5; i++) {
      check(first.id(), "no");
    }
    assertEquals(5, count(VerificationEvent.WRONG));
    assertEquals(1, count(VerificationEvent.CAPPED));
    Verification second = start();
    check(second.id(), codeSent());
    assertEquals(1, count(VerificationEvent.VERIFIED));
    Verification third = start();
    desk.cancelVerification("idp", third.id(), replies::add);
    poll();
    assertEquals(1, count(VerificationEvent.CANCELLED));
    start();
    now += 299_999;
    poll();
    assertEquals(0, count(VerificationEvent.EXPIRED));
    now += 1;
    poll();
    assertEquals(1, count(VerificationEvent.EXPIRED), "only the one that was still open");
  }

  @Test
  void what_could_not_be_stored_is_not_counted() {
    fate = Outcome.FULL;
    desk.startVerification(draft(null, 0), replies::add);
    poll();
    fate = Outcome.DONE;
    now += 400_000;
    poll();
    assertEquals(List.of(), events);
  }

  @Test
  void one_that_was_open_at_a_restart_expires_once() {
    start();
    restart();
    now += 300_000;
    poll();
    assertEquals(1, count(VerificationEvent.EXPIRED));
    restart();
    poll();
    assertEquals(1, count(VerificationEvent.EXPIRED));
  }

  @Test
  void a_number_with_too_many_wrong_codes_is_counted_as_locked() {
    for (int i = 0; i < 2; i++) {
      Verification started = start();
      for (int wrong = 0; wrong < 5; wrong++) {
        check(started.id(), "no");
      }
    }
    desk.startVerification(draft(null, 0), replies::add);
    poll();
    assertEquals(1, count(VerificationEvent.LOCKED));
  }

  @Test
  void nobody_hears_of_a_code_that_could_not_be_stored() {
    fate = Outcome.FULL;
    desk.startVerification(draft("k", 1), replies::add);
    poll();
    assertInstanceOf(VerificationReply.Refused.class, replies.removeLast());
    assertTrue(submits.isEmpty());
    fate = Outcome.DONE;
    now += 1_000;
    desk.startVerification(draft("k", 2), replies::add);
    poll();
    assertInstanceOf(VerificationReply.Started.class, replies.removeLast());
  }

  @Test
  void a_guess_that_could_not_be_stored_tells_nothing_and_costs_nothing() {
    Verification started = start();
    for (int i = 0; i < 20; i++) {
      fate = Outcome.FULL;
      desk.checkVerification("idp", started.id(), new Secret(codeSent()), replies::add);
      desk.checkVerification("idp", started.id(), new Secret("000000"), replies::add);
      poll();
      assertEquals(replies.removeLast(), replies.removeLast(), "right and wrong sound the same");
      now += 1_000;
    }
    fate = Outcome.DONE;
    Verification now5 = Objects.requireNonNull(desk.findVerification(started.id()));
    assertEquals(5, now5.checksLeft(now));
    assertInstanceOf(CheckOutcome.Approved.class, check(started.id(), codeSent()));
  }

  @Test
  void a_resend_is_another_message_with_the_same_text() {
    Verification started = start();
    now += 30_000;
    desk.resendVerification("idp", started.id(), replies::add);
    poll();
    Verification resent =
        assertInstanceOf(VerificationReply.Resent.class, replies.removeLast()).verification();
    assertEquals(2, resent.messages().size());
    List<Secret> texts = submits.stream().map(SmsChannel.Submit::text).distinct().toList();
    assertEquals(1, texts.size());
    desk.resendVerification("idp", started.id(), replies::add);
    poll();
    VerificationReply.NotResent refused =
        assertInstanceOf(VerificationReply.NotResent.class, replies.removeLast());
    assertInstanceOf(ResendOutcome.Refused.class, refused.outcome());
  }

  @Test
  void after_a_restart_the_code_the_tries_and_the_key_are_as_they_were() {
    desk.startVerification(draft("k", 1), replies::add);
    poll();
    Verification started =
        assertInstanceOf(VerificationReply.Started.class, replies.removeLast()).verification();
    String code = codeSent();
    check(started.id(), "no");
    restart();
    assertEquals(4, Objects.requireNonNull(desk.findVerification(started.id())).checksLeft(now));
    desk.startVerification(draft("k", 1), replies::add);
    poll();
    VerificationReply.NotStarted repeated =
        assertInstanceOf(VerificationReply.NotStarted.class, replies.removeLast());
    assertInstanceOf(StartOutcome.Repeated.class, repeated.outcome());
    now += 30_000;
    desk.resendVerification("idp", started.id(), replies::add);
    poll();
    assertInstanceOf(VerificationReply.Resent.class, replies.removeLast());
    assertEquals(code, codeSent());
    assertInstanceOf(CheckOutcome.Approved.class, check(started.id(), code));
    restart();
    assertInstanceOf(CheckOutcome.Over.class, check(started.id(), code));
  }

  @Test
  void what_nobody_needs_any_more_leaves_the_store() {
    Verification started = start();
    now += 300_000 + 600_000;
    poll();
    assertNull(desk.findVerification(started.id()));
    restart();
    assertNull(desk.findVerification(started.id()));
    assertInstanceOf(CheckOutcome.NotFound.class, check(started.id(), "no"));
  }

  @Test
  void cancelling_cancels_the_messages_too() {
    Verification started = start();
    desk.cancelVerification("idp", started.id(), replies::add);
    poll();
    VerificationReply.Cancelled cancelled =
        assertInstanceOf(VerificationReply.Cancelled.class, replies.removeLast());
    assertInstanceOf(CancelOutcome.Done.class, cancelled.outcome());
    MessageId message = started.messages().getFirst();
    assertEquals("cancelled", Objects.requireNonNull(dispatcher.findRecent(message)).clientState());
  }

  @Test
  void a_code_whose_message_is_refused_was_never_made() {
    for (int i = 0; i < 10; i++) {
      start();
    }
    desk.startVerification(draft("k", 1), replies::add);
    poll();
    assertInstanceOf(VerificationReply.Refused.class, replies.removeLast());
    assertEquals(10, submits.size());
  }

  /** Takes every submit and answers nothing. */
  private final class Submits implements SmsChannel {
    @Override
    public void submit(List<Submit> batch) {
      submits.addAll(batch);
    }

    @Override
    public void withdraw(List<Withdraw> batch) {}

    @Override
    public void acknowledge(List<ReceiptAck> acks) {}
  }
}
