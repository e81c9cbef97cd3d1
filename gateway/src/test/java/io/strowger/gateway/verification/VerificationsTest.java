package io.strowger.gateway.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.CodeAlphabet;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.verification.ResendOutcome.Reason;
import io.strowger.gateway.verification.Verification.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class VerificationsTest {
  private static final Secret WRONG = new Secret("not it");

  private final SplittableRandom random = new SplittableRandom(7);
  private Verifications book = new Verifications(VerificationLimits.DEFAULT, Samples.key(1));
  private long now = Samples.NOW;
  private long messages;

  /** A verification under way, and the code that its user got. */
  private record Sent(VerificationId id, Secret code, Secret text) {}

  private Sent send(VerificationDraft draft) {
    StartOutcome.Begun begun =
        assertInstanceOf(StartOutcome.Begun.class, start(draft), "a new code");
    book.stage(begun.verification().sentIn(Samples.message(++messages), now), now);
    return new Sent(begun.verification().id(), begun.message().code(), begun.message().text());
  }

  private Sent send() {
    return send(Samples.draft());
  }

  private StartOutcome start(VerificationDraft draft) {
    return book.start(draft, Seed.draw(random, now), now);
  }

  private CheckOutcome check(Sent sent, Secret code) {
    return book.check("idp", sent.id(), code, now);
  }

  private ResendOutcome resend(Sent sent) {
    ResendOutcome outcome = book.resend("idp", sent.id(), now);
    if (outcome instanceof ResendOutcome.Again again) {
      book.stage(again.verification().sentIn(Samples.message(++messages), now), now);
    }
    return outcome;
  }

  private void failTimes(Sent sent, int times) {
    for (int i = 0; i < times; i++) {
      assertInstanceOf(CheckOutcome.Wrong.class, check(sent, WRONG), "try " + i);
    }
  }

  private void assertRefused(Reason reason, int retryAfter, ResendOutcome outcome) {
    ResendOutcome.Refused refused = assertInstanceOf(ResendOutcome.Refused.class, outcome);
    assertEquals(reason, refused.reason());
    assertEquals(retryAfter, refused.retryAfterSeconds());
  }

  @Test
  void the_right_code_is_right_once() {
    Sent sent = send();
    Verification approved =
        assertInstanceOf(CheckOutcome.Approved.class, check(sent, sent.code())).verification();
    assertEquals("approved", approved.clientState(now));
    assertEquals(List.of(Samples.message(1)), approved.messages());
    assertNull(approved.held(), "nothing is left that the code could be made of");
    Verification over =
        assertInstanceOf(CheckOutcome.Over.class, check(sent, sent.code())).verification();
    assertEquals("approved", over.clientState(now));
    assertEquals(0, over.checksLeft(now));
  }

  @Test
  void a_wrong_code_counts_and_the_right_one_still_is() {
    Sent sent = send();
    Verification wrong =
        assertInstanceOf(CheckOutcome.Wrong.class, check(sent, WRONG)).verification();
    assertEquals("pending", wrong.clientState(now));
    assertEquals(4, wrong.checksLeft(now));
    assertInstanceOf(CheckOutcome.Approved.class, check(sent, sent.code()));
  }

  @Test
  void after_the_last_wrong_code_even_the_right_one_is_wrong() {
    Sent sent = send();
    failTimes(sent, 5);
    Verification over =
        assertInstanceOf(CheckOutcome.Over.class, check(sent, sent.code())).verification();
    assertEquals("failed", over.clientState(now));
    assertNull(over.held());
  }

  @Test
  void a_code_may_be_typed_with_spaces_and_small_letters() {
    Sent digits = send();
    String code = digits.code().reveal();
    Secret spaced = new Secret(" " + code.substring(0, 3) + "-" + code.substring(3) + " ");
    assertInstanceOf(CheckOutcome.Approved.class, check(digits, spaced));
    VerificationRules letters =
        new VerificationRules(
            8, false, CodeAlphabet.UNAMBIGUOUS, 5, 8, 3_600_000, 300_000, 2, 30_000);
    Sent word = send(Samples.draft("idp", Samples.NUMBER, letters, null, 0));
    assertTrue(word.code().reveal().matches("[2-9CFGHJMPQRVWX]{8}"));
    Secret small = new Secret(word.code().reveal().toLowerCase(java.util.Locale.ROOT));
    assertInstanceOf(CheckOutcome.Approved.class, check(word, small));
  }

  @Test
  void a_code_dies_with_its_time() {
    Sent sent = send();
    now += 299_999;
    assertEquals("pending", current(sent).clientState(now));
    now++;
    CheckOutcome.Over over = assertInstanceOf(CheckOutcome.Over.class, check(sent, sent.code()));
    assertEquals("expired", over.verification().clientState(now));
    assertEquals(0, over.verification().checksLeft(now));
    assertRefused(Reason.OVER, 0, resend(sent));
  }

  private Verification current(Sent sent) {
    commit();
    Verification found = book.find(sent.id());
    assertNotNull(found);
    return found;
  }

  private void commit() {
    book.committed();
  }

  @Test
  void another_account_does_not_find_it() {
    Sent sent = send();
    assertInstanceOf(CheckOutcome.NotFound.class, book.check("other", sent.id(), sent.code(), now));
    assertInstanceOf(ResendOutcome.NotFound.class, book.resend("other", sent.id(), now));
    assertInstanceOf(CancelOutcome.NotFound.class, book.cancel("other", sent.id(), now));
    VerificationId unknown = VerificationId.of(now, 1, 1);
    assertInstanceOf(CheckOutcome.NotFound.class, book.check("idp", unknown, sent.code(), now));
  }

  @Test
  void a_resend_is_the_same_text_byte_for_byte() {
    Sent sent = send();
    now += 30_000;
    ResendOutcome.Again again = assertInstanceOf(ResendOutcome.Again.class, resend(sent));
    assertEquals(sent.text(), again.message().text());
    assertEquals(sent.code(), again.message().code());
    assertEquals("Your code is " + sent.code().reveal(), again.message().text().reveal());
    assertEquals(270_000, again.message().ttlMillis());
    assertEquals(List.of(Samples.message(1), Samples.message(2)), current(sent).messages());
    assertInstanceOf(CheckOutcome.Approved.class, check(sent, sent.code()));
  }

  @Test
  void resends_are_few_and_far_between() {
    Sent sent = send();
    now += 29_001;
    assertRefused(Reason.TOO_SOON, 1, resend(sent));
    now += 999;
    assertInstanceOf(ResendOutcome.Again.class, resend(sent));
    assertRefused(Reason.TOO_SOON, 30, resend(sent));
    now += 30_000;
    assertInstanceOf(ResendOutcome.Again.class, resend(sent));
    now += 30_000;
    assertRefused(Reason.USED_UP, 0, resend(sent));
    assertEquals(0, current(sent).resendsLeft(now));
  }

  @Test
  void a_resend_gives_no_new_tries() {
    Sent sent = send();
    failTimes(sent, 3);
    now += 30_000;
    assertInstanceOf(ResendOutcome.Again.class, resend(sent));
    failTimes(sent, 2);
    assertRefused(Reason.OVER, 0, resend(sent));
  }

  @Test
  void a_new_code_gives_the_number_no_new_tries() {
    Sent first = send();
    failTimes(first, 5);
    Sent second = send();
    assertNotEquals(first.id(), second.id());
    failTimes(second, 3);
    CheckOutcome.NumberLocked locked =
        assertInstanceOf(CheckOutcome.NumberLocked.class, check(second, second.code()));
    assertEquals(3_600, locked.retryAfterSeconds());
    assertEquals(2, locked.verification().checksLeft(now), "the try was not counted");
    assertEquals(
        3_600,
        assertInstanceOf(StartOutcome.NumberLocked.class, start(Samples.draft()))
            .retryAfterSeconds());
    now += 30_000;
    assertRefused(Reason.NUMBER_LOCKED, 3_570, resend(second));
  }

  @Test
  void a_locked_number_locks_no_other_number_or_account() {
    failTimes(send(), 5);
    failTimes(send(), 3);
    Sent elsewhere =
        send(Samples.draft("idp", new PhoneNumber("+393401234568"), Samples.RULES, null, 0));
    assertInstanceOf(CheckOutcome.Approved.class, check(elsewhere, elsewhere.code()));
    assertInstanceOf(
        StartOutcome.Begun.class,
        start(Samples.draft("other", Samples.NUMBER, Samples.RULES, null, 0)));
  }

  @Test
  void the_window_slides() {
    failTimes(send(), 4);
    now += 1_000_000;
    failTimes(send(), 4);
    assertInstanceOf(StartOutcome.NumberLocked.class, start(Samples.draft()));
    now += 2_600_000;
    Sent later = send();
    failTimes(later, 4);
    assertInstanceOf(CheckOutcome.NumberLocked.class, check(later, later.code()));
  }

  @Test
  void a_cancelled_code_is_wrong() {
    Sent sent = send();
    Verification cancelled =
        assertInstanceOf(CancelOutcome.Done.class, book.cancel("idp", sent.id(), now))
            .verification();
    assertEquals("cancelled", cancelled.clientState(now));
    assertInstanceOf(CheckOutcome.Over.class, check(sent, sent.code()));
    assertInstanceOf(CancelOutcome.Over.class, book.cancel("idp", sent.id(), now));
  }

  @Test
  void the_same_key_gets_the_same_verification() {
    Sent sent = send(Samples.draft("idp", Samples.NUMBER, Samples.RULES, "k", 1));
    StartOutcome.Repeated repeated =
        assertInstanceOf(
            StartOutcome.Repeated.class,
            start(Samples.draft("idp", Samples.NUMBER, Samples.RULES, "k", 1)));
    assertEquals(sent.id(), repeated.verification().id());
    assertInstanceOf(
        StartOutcome.IdempotencyConflict.class,
        start(Samples.draft("idp", Samples.NUMBER, Samples.RULES, "k", 2)));
    assertInstanceOf(
        StartOutcome.Begun.class,
        start(Samples.draft("other", Samples.NUMBER, Samples.RULES, "k", 1)));
  }

  @Test
  void a_reader_sees_only_what_is_durable() {
    Sent sent = send();
    assertNull(book.find(sent.id()));
    assertTrue(book.hasChanges());
    commit();
    check(sent, sent.code());
    assertEquals(Status.PENDING, java.util.Objects.requireNonNull(book.find(sent.id())).status());
    assertEquals(1, book.staged().size());
    commit();
    assertEquals(Status.APPROVED, java.util.Objects.requireNonNull(book.find(sent.id())).status());
    assertEquals(List.of(), book.staged());
  }

  @Test
  void when_the_store_is_full_nothing_has_happened() {
    Sent kept = send();
    commit();
    failTimes(kept, 4);
    Sent lost = send(Samples.draft("idp", Samples.NUMBER, Samples.RULES, "k", 1));
    failTimes(lost, 4);
    assertInstanceOf(CheckOutcome.NumberLocked.class, check(kept, kept.code()));
    book.undo();
    assertEquals(List.of(), book.staged());
    assertInstanceOf(CheckOutcome.NotFound.class, check(lost, lost.code()));
    assertEquals(
        "a verification begun",
        start(Samples.draft("idp", Samples.NUMBER, Samples.RULES, "k", 2))
                instanceof StartOutcome.Begun
            ? "a verification begun"
            : "refused");
    failTimes(kept, 4);
    assertInstanceOf(CheckOutcome.Approved.class, check(kept, kept.code()));
    book.undo();
    assertInstanceOf(CheckOutcome.Approved.class, check(kept, kept.code()));
  }

  private void restart(VerificationKey key) {
    List<Verification> kept = new ArrayList<>(book.staged());
    Verifications next = new Verifications(VerificationLimits.DEFAULT, key);
    next.restore(kept);
    book = next;
  }

  @Test
  void after_a_restart_codes_tries_and_keys_are_what_they_were() {
    Sent first = send(Samples.draft("idp", Samples.NUMBER, Samples.RULES, "k", 1));
    Sent second = send();
    failTimes(first, 5);
    now += 1_000;
    failTimes(second, 2);
    restart(Samples.key(1));
    assertInstanceOf(
        StartOutcome.Repeated.class,
        start(Samples.draft("idp", Samples.NUMBER, Samples.RULES, "k", 1)));
    assertInstanceOf(CheckOutcome.Over.class, check(first, first.code()));
    now += 30_000;
    ResendOutcome.Again again = assertInstanceOf(ResendOutcome.Again.class, resend(second));
    assertEquals(second.text(), again.message().text());
    failTimes(second, 1);
    CheckOutcome.NumberLocked locked =
        assertInstanceOf(CheckOutcome.NumberLocked.class, check(second, second.code()));
    assertEquals(3_569, locked.retryAfterSeconds());
  }

  @Test
  void with_another_secret_no_wrong_code_is_ever_sent() {
    Sent sent = send();
    now += 30_000;
    restart(Samples.key(2));
    assertRefused(Reason.CODE_LOST, 0, resend(sent));
    assertInstanceOf(CheckOutcome.Wrong.class, check(sent, sent.code()));
  }

  @Test
  void what_is_long_over_is_forgotten_but_not_while_its_wrong_codes_count() {
    Sent clean = send();
    Sent failed = send();
    failTimes(failed, 1);
    commit();
    now += 300_000 + 600_000 - 1;
    book.sweep(now);
    assertEquals(List.of(), book.forgotten());
    now++;
    book.sweep(now);
    assertEquals(List.of(clean.id()), book.forgotten());
    commit();
    now = Samples.NOW + 3_600_000;
    book.sweep(now);
    assertEquals(List.of(failed.id()), book.forgotten());
    book.undo();
    assertEquals(1, book.size());
    book.sweep(now);
    assertEquals(List.of(failed.id()), book.forgotten());
    commit();
    assertEquals(0, book.size());
  }

  @Test
  void when_the_book_is_full_those_that_are_over_give_way_first() {
    book = new Verifications(new VerificationLimits(2, 2, 600_000), Samples.key(1));
    Sent first = send();
    send();
    commit();
    assertInstanceOf(StartOutcome.Full.class, start(Samples.draft()));
    assertInstanceOf(CheckOutcome.Approved.class, check(first, first.code()));
    commit();
    Sent third = send();
    assertEquals(List.of(first.id()), book.forgotten());
    commit();
    failTimes(third, 5);
    commit();
    assertInstanceOf(StartOutcome.Full.class, start(Samples.draft()), "wrong codes stay");
  }

  @Test
  void one_account_does_not_take_the_room_of_all() {
    book = new Verifications(new VerificationLimits(3, 2, 600_000), Samples.key(1));
    Sent first = send();
    send();
    commit();
    assertInstanceOf(StartOutcome.Full.class, start(Samples.draft()));
    assertInstanceOf(
        StartOutcome.Begun.class,
        start(Samples.draft("other", Samples.NUMBER, Samples.RULES, null, 0)));
    check(first, first.code());
    commit();
    send();
    assertEquals(List.of(first.id()), book.forgotten());
  }

  @Test
  void records_show_neither_code_nor_text_nor_number() {
    Sent sent = send();
    String shown = book.staged() + " " + start(Samples.draft());
    assertTrue(!shown.contains(sent.code().reveal()) && !shown.contains("Your code"), shown);
    assertTrue(!shown.contains(Samples.NUMBER.e164()), shown);
  }
}
