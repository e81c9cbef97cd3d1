package io.strowger.gateway.http;

import io.strowger.gateway.delivery.VerificationDesk;
import io.strowger.gateway.delivery.VerificationReply;
import io.strowger.gateway.delivery.VerificationTicket;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.verification.CodeMessage;
import io.strowger.gateway.verification.ResendOutcome;
import io.strowger.gateway.verification.Seed;
import io.strowger.gateway.verification.StartOutcome;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.VerificationDraft;
import io.strowger.gateway.verification.VerificationId;
import io.strowger.gateway.verification.VerificationKey;
import io.strowger.gateway.verification.VerificationLimits;
import io.strowger.gateway.verification.Verifications;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Real verifications whose messages go nowhere; the codes can be read from {@link #sent}. */
final class FakeVerificationDesk implements VerificationDesk {
  final List<CodeMessage> sent = new CopyOnWriteArrayList<>();
  volatile boolean full;
  volatile @Nullable VerificationReply instead;
  private final AtomicLong now = new AtomicLong(FakeDesk.NOW);
  private final FakeDesk thread;
  private final SplittableRandom random = new SplittableRandom(5);
  private final Verifications verifications =
      new Verifications(VerificationLimits.DEFAULT, new VerificationKey(new byte[32]));

  FakeVerificationDesk(FakeDesk thread) {
    this.thread = thread;
  }

  void pass(long millis) {
    now.addAndGet(millis);
  }

  private boolean ask(VerificationTicket ticket, Supplier<VerificationReply> answer) {
    if (full) {
      return false;
    }
    thread.batch(() -> {
      VerificationReply other = instead;
      VerificationReply reply = other != null ? other : answer.get();
      verifications.committed();
      ticket.reply(reply);
    });
    return true;
  }

  private Verification send(Verification verification, CodeMessage message) {
    sent.add(message);
    Verification next = verification.sentIn(MessageId.of(sent.size(), 1), now.get());
    verifications.stage(next, now.get());
    return next;
  }

  @Override
  public boolean startVerification(VerificationDraft draft, VerificationTicket ticket) {
    return ask(
        ticket,
        () ->
            switch (verifications.start(draft, Seed.draw(random, now.get()), now.get())) {
              case StartOutcome.Begun begun ->
                  new VerificationReply.Started(send(begun.verification(), begun.message()));
              case StartOutcome other -> new VerificationReply.NotStarted(other);
            });
  }

  @Override
  public boolean checkVerification(
      String account, VerificationId id, Secret code, VerificationTicket ticket) {
    return ask(
        ticket,
        () -> new VerificationReply.Checked(verifications.check(account, id, code, now.get())));
  }

  @Override
  public boolean resendVerification(String account, VerificationId id, VerificationTicket ticket) {
    return ask(
        ticket,
        () ->
            switch (verifications.resend(account, id, now.get())) {
              case ResendOutcome.Again again ->
                  new VerificationReply.Resent(send(again.verification(), again.message()));
              case ResendOutcome other -> new VerificationReply.NotResent(other);
            });
  }

  @Override
  public boolean cancelVerification(String account, VerificationId id, VerificationTicket ticket) {
    return ask(
        ticket,
        () -> new VerificationReply.Cancelled(verifications.cancel(account, id, now.get())));
  }

  @Override
  public @Nullable Verification findVerification(VerificationId id) {
    return verifications.find(id);
  }
}
