package io.strowger.gateway.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.CodeAlphabet;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that tries everything, for days, against the bounds that must hold. */
final class VerificationsPropertyTest {
  private static final VerificationRules RULES =
      new VerificationRules(6, false, CodeAlphabet.DIGITS, 4, 6, 3_600_000, 600_000, 3, 30_000);
  private static final List<PhoneNumber> NUMBERS =
      List.of(new PhoneNumber("+393401234567"), new PhoneNumber("+393401234568"));
  private static final VerificationLimits LIMITS = new VerificationLimits(40, 40, 600_000);

  private record Known(VerificationId id, PhoneNumber number, Secret code) {}

  /** A guess that the gateway really compared, and that was wrong; durable. */
  private record Guess(PhoneNumber number, VerificationId id, long atMillis) {}

  private final Map<VerificationId, Verification> durable = new HashMap<>();
  private final List<Guess> guesses = new ArrayList<>();
  private final List<Guess> staged = new ArrayList<>();
  private final List<Known> known = new ArrayList<>();
  private final Map<VerificationId, Integer> approvals = new HashMap<>();
  private final List<VerificationId> approvedInRound = new ArrayList<>();
  private Verifications book = new Verifications(LIMITS, Samples.key(1));
  private long now = Samples.NOW;
  private long messages;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothing_a_client_does_gets_it_more_guesses(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 4_000; round++) {
      now += random.nextInt(4) == 0 ? random.nextInt(600_000) : random.nextInt(2_000);
      book.sweep(now);
      for (int i = random.nextInt(6); i >= 0; i--) {
        act(random);
      }
      if (random.nextInt(5) == 0) {
        undo();
      } else {
        commit();
      }
      if (random.nextInt(50) == 0) {
        restart();
      }
      assertTrue(book.size() <= LIMITS.verificationsMax());
    }
    assertTrue(guesses.size() > 100, "it really guessed: " + guesses.size());
    assertTrue(approvals.size() > 20, "and was sometimes right: " + approvals.size());
    assertBounds();
  }

  private void act(SplittableRandom random) {
    PhoneNumber number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    switch (random.nextInt(10)) {
      case 0, 1 -> start(number, random);
      case 2 -> resend(random);
      default -> check(random);
    }
  }

  private void start(PhoneNumber number, SplittableRandom random) {
    String key = random.nextInt(4) == 0 ? "k" + random.nextInt(3) : null;
    VerificationDraft draft = Samples.draft("idp", number, RULES, key, 0);
    if (book.start(draft, Seed.draw(random, now), now) instanceof StartOutcome.Begun begun) {
      book.stage(begun.verification().sentIn(Samples.message(++messages), now), now);
      known.add(new Known(begun.verification().id(), number, begun.message().code()));
    }
  }

  private Known pick(SplittableRandom random) {
    int newest = known.size() - 1;
    return known.get(Math.max(0, newest - random.nextInt(6)));
  }

  private void resend(SplittableRandom random) {
    if (!known.isEmpty()) {
      Known one = pick(random);
      if (book.resend("idp", one.id(), now) instanceof ResendOutcome.Again again) {
        assertEquals(one.code(), again.message().code());
        book.stage(again.verification().sentIn(Samples.message(++messages), now), now);
      }
    }
  }

  private void check(SplittableRandom random) {
    if (known.isEmpty()) {
      return;
    }
    Known one = pick(random);
    boolean right = random.nextInt(20) == 0;
    switch (book.check("idp", one.id(), right ? one.code() : new Secret("000"), now)) {
      case CheckOutcome.Wrong _ -> {
        assertTrue(!right, "the right code was called wrong");
        staged.add(new Guess(one.number(), one.id(), now));
      }
      case CheckOutcome.Approved _ -> {
        assertTrue(right, "a wrong code was called right");
        approvedInRound.add(one.id());
      }
      case CheckOutcome.Over _, CheckOutcome.NumberLocked _, CheckOutcome.NotFound _ -> {}
    }
  }

  private void commit() {
    book.staged().forEach(v -> durable.put(v.id(), v));
    book.forgotten().forEach(durable::remove);
    book.committed();
    guesses.addAll(staged);
    staged.clear();
    approvedInRound.forEach(id -> approvals.merge(id, 1, Integer::sum));
    approvedInRound.clear();
  }

  private void undo() {
    book.undo();
    staged.clear();
    approvedInRound.clear();
    assertEquals(durable.size(), book.size());
    durable.forEach((id, verification) -> assertEquals(verification, book.find(id)));
  }

  private void restart() {
    List<Verification> kept = new ArrayList<>();
    for (Verification verification : durable.values()) {
      try {
        kept.add(VerificationRecord.decode(VerificationRecord.encode(verification)));
      } catch (DamagedRecordException e) {
        throw new AssertionError(e);
      }
    }
    book = new Verifications(LIMITS, Samples.key(1));
    book.restore(kept);
  }

  private void assertBounds() {
    Map<VerificationId, Integer> perVerification = new HashMap<>();
    for (int i = 0; i < guesses.size(); i++) {
      Guess last = guesses.get(i);
      long inWindow =
          guesses.subList(0, i + 1).stream()
              .filter(g -> g.number().equals(last.number()))
              .filter(g -> g.atMillis() > last.atMillis() - RULES.failedWindowMillis())
              .count();
      assertTrue(inWindow <= RULES.failedChecksMax(), "guesses in a window: " + inWindow);
      int used = perVerification.merge(last.id(), 1, Integer::sum);
      assertTrue(used <= RULES.checksMax(), "guesses at one verification: " + used);
    }
    approvals.forEach((id, times) -> assertEquals(1, times, "approved once"));
  }
}
