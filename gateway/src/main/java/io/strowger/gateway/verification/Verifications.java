package io.strowger.gateway.verification;

import io.strowger.gateway.account.CodeText;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.verification.ResendOutcome.Reason;
import io.strowger.gateway.verification.Verification.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes, checks and sends again the codes of all accounts. Owned by the thread that commits: each
 * call stages what it changes, {@link #staged} and {@link #forgotten} go into the round's
 * transaction, and then comes {@link #committed} or {@link #undo}. A reply that speaks of a staged
 * change waits for the commit.
 */
public final class Verifications {
  private static final int SWEPT_MAX = 256;
  private static final int FULL_RETRY_SECONDS = 30;
  private static final long MESSAGE_TTL_MIN_MILLIS = 1_000;

  private final VerificationBook book;
  private final VerificationKey key;

  public Verifications(VerificationLimits limits, VerificationKey key) {
    this.book = new VerificationBook(limits);
    this.key = key;
  }

  /** Takes over what stood in the store, wrong codes and idempotency keys included. Once. */
  public void restore(List<Verification> kept) {
    book.restore(kept);
  }

  /** How many are held, those that are over included. Any thread. */
  public int size() {
    return book.size();
  }

  /** As it is durable; null when there is none. Any thread. */
  public @Nullable Verification find(VerificationId id) {
    return book.committed(id);
  }

  /**
   * A new code. Nothing is staged before the message that carries it has its id.
   *
   * @param seed fresh, for this call alone
   */
  public StartOutcome start(VerificationDraft draft, Seed seed, long nowMillis) {
    String idempotencyKey = draft.idempotencyKey();
    Verification first =
        idempotencyKey == null ? null : book.first(draft.account(), idempotencyKey);
    if (first != null) {
      return first.spec().requestHash() == draft.requestHash()
          ? new StartOutcome.Repeated(first)
          : new StartOutcome.IdempotencyConflict();
    }
    VerificationSpec spec = draft.at(seed.id(), nowMillis);
    long lockedUntil = lockedUntil(spec, nowMillis);
    if (lockedUntil > 0) {
      return new StartOutcome.NumberLocked(secondsUntil(lockedUntil, nowMillis));
    }
    if (!book.hasRoomFor(draft.account(), nowMillis)) {
      return new StartOutcome.Full(FULL_RETRY_SECONDS);
    }
    VerificationRules rules = draft.rules();
    Secret code = key.code(seed, rules.alphabet(), rules.codeLength());
    HeldCode held =
        new HeldCode(seed.nonce(), key.hash(seed, code.reveal()), key.seal(seed, draft.text()));
    long ttl = Math.min(draft.ttlMillis(), draft.messageTtlMaxMillis());
    return new StartOutcome.Begun(
        Verification.started(spec, held),
        new CodeMessage(spec, draft.text().with(code), code, ttl));
  }

  /** Takes a verification as {@link Verification#sentIn} made it. */
  public void stage(Verification next, long nowMillis) {
    book.stage(next, nowMillis);
  }

  /**
   * Whether the typed code is the right one. A wrong one counts against the verification and
   * against the number, whatever was started in between.
   */
  public CheckOutcome check(String account, VerificationId id, Secret typed, long nowMillis) {
    Verification verification = book.current(account, id);
    if (verification == null) {
      return new CheckOutcome.NotFound();
    }
    HeldCode held = verification.held();
    if (held == null || !verification.isOpen(nowMillis)) {
      return new CheckOutcome.Over(verification);
    }
    long lockedUntil = lockedUntil(verification.spec(), nowMillis);
    if (lockedUntil > 0) {
      return new CheckOutcome.NumberLocked(verification, secondsUntil(lockedUntil, nowMillis));
    }
    String code = verification.spec().rules().alphabet().normalized(typed.reveal());
    boolean right = key.hash(new Seed(id, held.nonce()), code).isSameAs(held.hash());
    Verification next =
        right ? verification.ended(Status.APPROVED, nowMillis) : verification.failedOnce(nowMillis);
    book.stage(next, nowMillis);
    return right ? new CheckOutcome.Approved(next) : new CheckOutcome.Wrong(next);
  }

  /** The same code in the same text, once more. */
  public ResendOutcome resend(String account, VerificationId id, long nowMillis) {
    Verification verification = book.current(account, id);
    if (verification == null) {
      return new ResendOutcome.NotFound();
    }
    VerificationSpec spec = verification.spec();
    HeldCode held = verification.held();
    long ttl = Math.min(spec.expiresAtMillis() - nowMillis, spec.messageTtlMaxMillis());
    if (held == null || ttl < MESSAGE_TTL_MIN_MILLIS) {
      return refused(verification, Reason.OVER, 0);
    }
    long lockedUntil = lockedUntil(spec, nowMillis);
    if (lockedUntil > 0) {
      return refused(verification, Reason.NUMBER_LOCKED, secondsUntil(lockedUntil, nowMillis));
    }
    if (verification.resendsLeft(nowMillis) == 0) {
      return refused(verification, Reason.USED_UP, 0);
    }
    long notBefore = verification.lastSentAtMillis() + spec.rules().resendIntervalMillis();
    if (nowMillis < notBefore) {
      return refused(verification, Reason.TOO_SOON, secondsUntil(notBefore, nowMillis));
    }
    Seed seed = new Seed(id, held.nonce());
    CodeText text = key.open(seed, held.text());
    Secret code = key.code(seed, spec.rules().alphabet(), spec.rules().codeLength());
    if (text == null || !key.hash(seed, code.reveal()).isSameAs(held.hash())) {
      return refused(verification, Reason.CODE_LOST, 0);
    }
    return new ResendOutcome.Again(verification, new CodeMessage(spec, text.with(code), code, ttl));
  }

  private static ResendOutcome refused(Verification verification, Reason reason, int retryAfter) {
    return new ResendOutcome.Refused(verification, reason, retryAfter);
  }

  /** From now on no code is right. */
  public CancelOutcome cancel(String account, VerificationId id, long nowMillis) {
    Verification verification = book.current(account, id);
    if (verification == null) {
      return new CancelOutcome.NotFound();
    }
    if (!verification.isOpen(nowMillis)) {
      return new CancelOutcome.Over(verification);
    }
    Verification next = verification.ended(Status.CANCELLED, nowMillis);
    book.stage(next, nowMillis);
    return new CancelOutcome.Done(next);
  }

  /** Once a round: lets go of what is long over, a bounded number at a time. */
  public void sweep(long nowMillis) {
    book.sweep(nowMillis, SWEPT_MAX);
  }

  /** To be kept in this round's transaction. */
  public List<Verification> staged() {
    return book.staged();
  }

  /** To be dropped in this round's transaction. */
  public List<VerificationId> forgotten() {
    return book.forgotten();
  }

  /** Whether the round has something to keep or to drop. */
  public boolean hasChanges() {
    return book.isTouched();
  }

  public void committed() {
    book.commit();
  }

  /** The store took no more: everything is as it was before the round. */
  public void undo() {
    book.undo();
  }

  private long lockedUntil(VerificationSpec spec, long nowMillis) {
    VerificationRules rules = spec.rules();
    return book.lockedUntil(
        spec.account(), spec.to(), rules.failedChecksMax(), rules.failedWindowMillis(), nowMillis);
  }

  private static int secondsUntil(long atMillis, long nowMillis) {
    return Math.toIntExact(Math.max(1, (atMillis - nowMillis + 999) / 1_000));
  }
}
