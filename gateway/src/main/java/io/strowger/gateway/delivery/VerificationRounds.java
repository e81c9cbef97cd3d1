package io.strowger.gateway.delivery;

import io.strowger.gateway.message.MessageEvent;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.verification.CancelOutcome;
import io.strowger.gateway.verification.CheckOutcome;
import io.strowger.gateway.verification.CodeMessage;
import io.strowger.gateway.verification.DamagedRecordException;
import io.strowger.gateway.verification.ResendOutcome;
import io.strowger.gateway.verification.Seed;
import io.strowger.gateway.verification.StartOutcome;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.VerificationDraft;
import io.strowger.gateway.verification.VerificationId;
import io.strowger.gateway.verification.VerificationRecord;
import io.strowger.gateway.verification.VerificationSpec;
import io.strowger.gateway.verification.Verifications;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verifications' part in the dispatcher's rounds: a code and the message that carries it are
 * durable together, or not at all.
 */
final class VerificationRounds implements RoundPart, VerificationDesk {
  static final String KIND = "verification";
  private static final Logger log = LoggerFactory.getLogger(VerificationRounds.class);

  private static final VerificationReply UNDONE =
      new VerificationReply.Refused("the store cannot take verifications now", 5);

  /** Takes no reply: what became of the message is read from the round. */
  private static final class MessageTicket implements Ticket {
    @Override
    public void reply(Reply reply) {}
  }

  private final Verifications verifications;
  private final Transitions transitions;
  private final Round round;
  private final Dispatcher.Chance chance;
  private final Map<VerificationId, Long> sequences = new HashMap<>();
  private final Predicate<DispatchEvent> requests;
  private final VerificationCounts counts;

  VerificationRounds(
      Verifications verifications,
      VerificationObserver observer,
      Transitions transitions,
      Round round,
      Dispatcher.Chance chance,
      Predicate<DispatchEvent> requests) {
    this.verifications = verifications;
    this.counts = new VerificationCounts(observer);
    this.transitions = transitions;
    this.round = round;
    this.chance = chance;
    this.requests = requests;
  }

  // ---- requests, any thread ----

  @Override
  public boolean startVerification(VerificationDraft draft, VerificationTicket ticket) {
    return ask(new VerificationAsk.Start(draft), ticket);
  }

  @Override
  public boolean checkVerification(
      String account, VerificationId id, Secret code, VerificationTicket ticket) {
    return ask(new VerificationAsk.Check(account, id, code), ticket);
  }

  @Override
  public boolean resendVerification(String account, VerificationId id, VerificationTicket ticket) {
    return ask(new VerificationAsk.Resend(account, id), ticket);
  }

  @Override
  public boolean cancelVerification(String account, VerificationId id, VerificationTicket ticket) {
    return ask(new VerificationAsk.Cancel(account, id), ticket);
  }

  private boolean ask(VerificationAsk ask, VerificationTicket ticket) {
    return requests.test(new DispatchEvent.VerificationAsked(this, ask, ticket));
  }

  @Override
  public @Nullable Verification findVerification(VerificationId id) {
    return verifications.find(id);
  }

  // ---- the dispatcher's thread ----

  @Override
  public void recover() {
    List<Verification> kept = new ArrayList<>();
    for (KeptData data : transitions.kept.takeOut(KIND)) {
      try {
        Verification verification =
            VerificationRecord.decode(Base64.getDecoder().decode(data.data()));
        kept.add(verification);
        sequences.put(verification.id(), data.sequence());
      } catch (DamagedRecordException | IllegalArgumentException _) {
        log.error("Verification {} in the store cannot be read; it is left there", data.sequence());
      }
    }
    verifications.restore(kept);
    counts.recovered(kept, transitions.now());
  }

  void take(DispatchEvent.VerificationAsked asked, long nowMillis) {
    VerificationReply reply =
        switch (asked.ask()) {
          case VerificationAsk.Start start -> start(start, nowMillis);
          case VerificationAsk.Check check -> check(check, nowMillis);
          case VerificationAsk.Resend resend -> resend(resend, nowMillis);
          case VerificationAsk.Cancel cancel -> cancel(cancel, nowMillis);
        };
    tell(asked.ask().account(), asked.ticket(), reply, UNDONE);
  }

  @Override
  public void tell(DispatchEvent.VerificationAnswered answered) {
    tell(answered.account(), answered.ticket(), answered.reply(), answered.reply());
  }

  private void tell(
      String account,
      VerificationTicket ticket,
      VerificationReply ifStored,
      VerificationReply ifUndone) {
    round.tellings.add(
        new Round.Telling(
            () -> {
              counts.told(account, ifStored);
              ticket.reply(ifStored);
            },
            () -> ticket.reply(ifUndone)));
  }

  private VerificationReply start(VerificationAsk.Start start, long nowMillis) {
    Seed seed = Seed.draw(chance.ids(), nowMillis);
    StartOutcome outcome = verifications.start(start.draft(), seed, nowMillis);
    if (!(outcome instanceof StartOutcome.Begun begun)) {
      return new VerificationReply.NotStarted(outcome);
    }
    return switch (send(begun.message(), start.draft().endUser())) {
      case Sent.Taken(MessageId id) -> {
        Verification sent = begun.verification().sentIn(id, nowMillis);
        verifications.stage(sent, nowMillis);
        yield new VerificationReply.Started(sent);
      }
      case Sent.Not(VerificationReply reply) -> reply;
    };
  }

  private VerificationReply resend(VerificationAsk.Resend resend, long nowMillis) {
    ResendOutcome outcome = verifications.resend(resend.account(), resend.id(), nowMillis);
    if (!(outcome instanceof ResendOutcome.Again again)) {
      return new VerificationReply.NotResent(outcome);
    }
    return switch (send(again.message(), null)) {
      case Sent.Taken(MessageId id) -> {
        Verification sent = again.verification().sentIn(id, nowMillis);
        verifications.stage(sent, nowMillis);
        yield new VerificationReply.Resent(sent);
      }
      case Sent.Not(VerificationReply reply) -> reply;
    };
  }

  private VerificationReply check(VerificationAsk.Check check, long nowMillis) {
    CheckOutcome outcome =
        verifications.check(check.account(), check.id(), check.code(), nowMillis);
    if (outcome instanceof CheckOutcome.Approved approved) {
      // The user had the code from it: nothing says better that it arrived.
      List<MessageId> messages = approved.verification().messages();
      if (!messages.isEmpty()) {
        transitions.feedback(
            new DispatchEvent.FeedbackGiven(
                check.account(), messages.getLast(), true, new MessageTicket()));
      }
    }
    return new VerificationReply.Checked(outcome);
  }

  private VerificationReply cancel(VerificationAsk.Cancel cancel, long nowMillis) {
    CancelOutcome outcome = verifications.cancel(cancel.account(), cancel.id(), nowMillis);
    if (outcome instanceof CancelOutcome.Done done) {
      for (MessageId id : done.verification().messages()) {
        transitions.change(
            cancel.account(), id, new MessageTicket(), new MessageEvent.CancelAsked());
      }
    }
    return new VerificationReply.Cancelled(outcome);
  }

  /** Whether the message that carries a code was taken. */
  private sealed interface Sent {
    record Taken(MessageId id) implements Sent {}

    record Not(VerificationReply reply) implements Sent {}
  }

  private Sent send(CodeMessage message, @Nullable String endUser) {
    VerificationSpec spec = message.spec();
    Ticket ticket = new MessageTicket();
    transitions.admit(
        new MessageDraft(
                spec.account(),
                spec.to(),
                message.text(),
                message.code(),
                spec.sender(),
                spec.language(),
                spec.reference(),
                null,
                0,
                spec.channels(),
                new Origin(KIND, spec.id().toString()),
                List.of(),
                message.ttlMillis())
            .withEndUser(endUser),
        ticket);
    Entry entry = round.openedFor(ticket);
    if (entry != null) {
      return new Sent.Taken(entry.current().id());
    }
    return switch (round.replyTo(ticket)) {
      case Reply.Repeated repeated -> new Sent.Taken(repeated.id());
      case Reply.Denied denied -> new Sent.Not(new VerificationReply.Denied(denied.denial()));
      case Reply.Refused refused ->
          new Sent.Not(
              new VerificationReply.Refused(refused.reason(), refused.retryAfterSeconds()));
      case null, default -> new Sent.Not(new VerificationReply.Refused("it was not taken", 1));
    };
  }

  @Override
  public void beforeCommit(long nowMillis) {
    verifications.sweep(nowMillis);
    for (Verification verification : verifications.staged()) {
      long sequence =
          sequences.computeIfAbsent(verification.id(), _ -> transitions.kept.nextSequence());
      String data = Base64.getEncoder().encodeToString(VerificationRecord.encode(verification));
      round.codes.add(new KeptData(sequence, KIND, data, null));
    }
    for (VerificationId id : verifications.forgotten()) {
      Long sequence = sequences.get(id);
      if (sequence != null) {
        round.dropped.add(sequence);
      }
    }
  }

  @Override
  public void committed() {
    counts.committed(verifications.staged());
    counts.expire(transitions.now());
    verifications.forgotten().forEach(sequences::remove);
    verifications.committed();
  }

  @Override
  public void undo() {
    for (Verification verification : verifications.staged()) {
      if (verifications.find(verification.id()) == null) {
        sequences.remove(verification.id());
      }
    }
    verifications.undo();
  }
}
