package io.strowger.smpp.link;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.link.CarrierSettings.Profile;
import io.strowger.smpp.link.SubmitOutcome.NotSent;
import io.strowger.smpp.link.SubmitOutcome.NotSent.Reason;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.receipt.Disposition;
import io.strowger.smpp.receipt.MessageIdDialect;
import io.strowger.smpp.receipt.Reading;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Submissions from the queue over the binds to their one outcome: rate, window, deadline, parts.
 *
 * <pre>
 * submit ─> queue ─ rate, window ─> written part by part ─> answered ─> outcome
 * </pre>
 */
final class SubmitFlow {
  private final Reports reports;
  private final SmppCarrierListener listener;
  private final SubmitQueue queue = new SubmitQueue();
  private final Map<Object, Pending> open = new HashMap<>();
  private final RateLimiter limiter = new RateLimiter();
  private final SlowDown slowDown;
  private final WaitEstimate waits = new WaitEstimate();
  private final CancelQueue cancels = new CancelQueue();
  private CarrierSettings settings;
  private MessageIdDialect dialect;
  private int reference;
  private int turn;

  SubmitFlow(
      CarrierSettings settings, Reports reports, SmppCarrierListener listener, int firstReference) {
    this.settings = settings;
    this.reports = reports;
    this.listener = listener;
    this.reference = firstReference;
    this.slowDown = new SlowDown(settings.flow().messagesPerSecond());
    this.dialect = dialect(settings);
  }

  private static MessageIdDialect dialect(CarrierSettings settings) {
    return new MessageIdDialect(settings.profile().responseId(), settings.profile().receiptId());
  }

  void configure(CarrierSettings next) {
    settings = next;
    dialect = dialect(next);
    slowDown.configure(next.flow().messagesPerSecond());
  }

  void refuse(Submission submission, Reason reason) {
    reports.add(new NotSent(submission, reason));
  }

  void accept(Submission submission, long now) {
    if (now >= submission.deadlineMillis()) {
      refuse(submission, Reason.DEADLINE_PASSED);
    } else if (queue.size() >= settings.flow().queueMax()) {
      refuse(submission, Reason.QUEUE_FULL);
    } else {
      Pending pending = new Pending(submission);
      open.put(submission.context(), pending);
      queue.add(pending);
    }
  }

  void withdraw(Withdrawal withdrawal) {
    Pending pending = open.get(withdrawal.context());
    if (pending == null) {
      if (settings.profile().cancelSupported()) {
        withdrawal.messageIds().forEach(id -> cancel(withdrawal, id));
      }
    } else if (pending.begun()) {
      pending.cancelOnceTaken();
    } else {
      notSent(pending, Reason.WITHDRAWN);
      queue.settledInside();
    }
  }

  private void cancel(Withdrawal withdrawal, String messageId) {
    cancels.add(messageId, withdrawal.destination(), withdrawal.sender(), settings.profile());
  }

  /** Answers everything that has not begun to leave. */
  void abandonQueue(Reason reason) {
    for (Pending pending : queue.drain()) {
      notSent(pending, reason);
    }
  }

  /** The rest of a long message will not leave: the parts that did are in doubt. */
  void abandonBegun(LinkBind bind, String cause) {
    Pending pending = bind.begun();
    if (pending != null) {
      bind.setBegun(null);
      inDoubt(pending, bind, cause);
    }
  }

  /** Writes what rate, windows and deadlines allow. */
  void pump(List<LinkBind> binds, long now) {
    for (Pending expired : queue.removeExpired(now)) {
      notSent(expired, Reason.DEADLINE_PASSED);
    }
    limiter.setRate(slowDown.perSecond(now), now);
    if (now < slowDown.pausedUntilMillis()) {
      return;
    }
    cancels.pump(binds, now);
    for (LinkBind bind : binds) {
      Pending begun = bind.begun();
      if (begun != null) {
        writeParts(begun, bind, now);
      }
    }
    Iterator<Pending> aside = queue.aside();
    while (aside.hasNext() && limiter.available(now)) {
      Pending pending = aside.next();
      if (!pending.settled() && (isLate(pending, now) || place(pending, binds, now))) {
        aside.remove();
      }
    }
    Pending head = queue.head();
    while (head != null && limiter.available(now)) {
      if (isLate(head, now) || place(head, binds, now)) {
        queue.removeHead();
      } else if (head.submission().avoidLink() != null && freeBind(head, binds, false) != null) {
        queue.headStepsAside();
      } else {
        return;
      }
      head = queue.head();
    }
  }

  private boolean isLate(Pending pending, long now) {
    boolean late = now >= pending.submission().deadlineMillis();
    if (late) {
      notSent(pending, Reason.DEADLINE_PASSED);
    }
    return late;
  }

  /**
   * @return true when the submission has left the queue, false when no bind has room for it
   */
  private boolean place(Pending pending, List<LinkBind> binds, long now) {
    LinkBind bind = freeBind(pending, binds, true);
    if (bind == null) {
      return false;
    }
    if (pending.encodedFor() != bind.version()) {
      pending.encoded(
          MessageParts.of(pending.submission(), settings.profile(), bind.version(), reference),
          bind.version());
      if (pending.partCount() == 0) {
        notSent(pending, Reason.UNENCODABLE);
        return true;
      }
      waits.encoded(pending.partCount());
      if (pending.partCount() > 1) {
        reference++;
      }
      if (bind.windowFree() < Math.min(pending.partCount(), bind.windowMax())) {
        return place(pending, binds, now);
      }
    }
    writeParts(pending, bind, now);
    return true;
  }

  /** The least loaded bind with room for all parts, or a whole window; turns decide a tie. */
  private @Nullable LinkBind freeBind(
      Pending pending, List<LinkBind> binds, boolean heedAvoidance) {
    String avoid = heedAvoidance ? pending.submission().avoidLink() : null;
    boolean avoidable = avoid != null && hasOther(binds, avoid);
    turn++;
    LinkBind best = null;
    for (int i = 0; i < binds.size(); i++) {
      LinkBind bind = binds.get(Math.floorMod(turn + i, binds.size()));
      int needed = Math.clamp(pending.partCount(), 1, bind.windowMax());
      if (bind.windowFree() >= needed
          && bind.begun() == null
          && !(avoidable && bind.linkId().equals(avoid))
          && (best == null || bind.windowUsed() < best.windowUsed())
          && !bind.congested()) {
        best = bind;
      }
    }
    return best;
  }

  private static boolean hasOther(List<LinkBind> binds, String link) {
    for (LinkBind bind : binds) {
      if (bind.canTransmit() && !bind.linkId().equals(link)) {
        return true;
      }
    }
    return false;
  }

  /** Writes as many parts as may leave; what is left of them stays with the bind. */
  private void writeParts(Pending pending, LinkBind bind, long now) {
    Submission submission = pending.submission();
    Profile profile = settings.profile();
    bind.setBegun(null);
    while (!pending.settled() && !pending.allWritten()) {
      if (now >= submission.deadlineMillis()) {
        inDoubt(pending, bind, "the deadline passed between its parts");
        return;
      }
      if (bind.windowFree() == 0 || bind.congested() || !limiter.available(now)) {
        bind.setBegun(pending);
        return;
      }
      String validity = ValidityPeriod.of(profile.validity(), submission.deadlineMillis(), now);
      ShortMessage part = MessageParts.withValidity(pending.nextPart(), validity);
      limiter.take(now);
      bind.submit(pending.partWritten(), part, now);
      listener.submitted(settings.id(), bind.linkId());
    }
  }

  void answered(LinkBind bind, Pending.Part part, Pdu.Response response, long sentAt, long now) {
    waits.answered(now - sentAt);
    listener.answered(
        settings.id(), bind.linkId(), response.commandStatus(), (now - sentAt) * 1_000);
    Pending pending = part.pending();
    if (response.commandStatus() != 0) {
      refused(pending, bind, response.commandStatus(), now);
    } else if (!(response instanceof Pdu.SubmitSmResp taken)) {
      inDoubt(pending, bind, "answered by the response of another command");
    } else if (!pending.settled() && pending.partTaken(part.index(), taken.messageId())) {
      taken(pending, bind, now);
    }
  }

  private void taken(Pending pending, LinkBind bind, long now) {
    List<String> raw = pending.takenIds();
    Submission submission = pending.submission();
    if (pending.cancelWhenTaken() && settings.profile().cancelSupported()) {
      for (String id : raw) {
        cancels.add(id, submission.destination(), submission.sender(), settings.profile());
      }
    }
    List<String> ids = raw.stream().map(dialect::fromResponse).toList();
    settle(pending, new SubmitOutcome.Accepted(submission, bind.linkId(), ids, now));
  }

  private void refused(Pending pending, LinkBind bind, int status, long now) {
    Reading reading = CommandStatus.read(status, settings.profile().codeOverrides());
    if (reading.disposition() == Disposition.THROTTLE) {
      slowDown.throttled(limiter.takenLastSecond(now), now);
    }
    settle(
        pending,
        new SubmitOutcome.Refused(
            pending.submission(),
            bind.linkId(),
            status,
            reading.text(),
            reading.disposition(),
            now));
  }

  /** The carrier has forgotten a bind that we think stands. */
  static boolean saysNotBound(Pdu.Response response) {
    return response.commandStatus() == CommandStatus.ESME_RINVBNDSTS.value();
  }

  void unanswered(LinkBind bind, Pending.Part part, String cause) {
    listener.inDoubt(settings.id(), bind.linkId());
    inDoubt(part.pending(), bind, cause);
  }

  private void inDoubt(Pending pending, LinkBind bind, String cause) {
    settle(pending, new SubmitOutcome.InDoubt(pending.submission(), bind.linkId(), cause));
  }

  private void notSent(Pending pending, Reason reason) {
    settle(pending, new NotSent(pending.submission(), reason));
  }

  private void settle(Pending pending, SubmitOutcome outcome) {
    if (!pending.settled()) {
      pending.settle();
      open.remove(pending.submission().context(), pending);
      reports.add(outcome);
    }
  }

  int queued() {
    return queue.size();
  }

  /** Submissions without an outcome. */
  int open() {
    return open.size();
  }

  /** The rate in force, {@link RateLimiter#UNLIMITED} for none. */
  double ratePerSecond(long now) {
    return slowDown.perSecond(now);
  }

  long estimatedWaitMillis(List<LinkBind> binds, long now) {
    long pause = Math.max(0, slowDown.pausedUntilMillis() - now);
    long rate = limiter.availableAtMillis(now) - now;
    return Math.max(
        Math.max(pause, rate), waits.millis(queue.size(), slowDown.perSecond(now), binds, now));
  }

  /** When the pump may move something without any event. */
  long nextAlarmMillis(List<LinkBind> binds, long now) {
    long at = queue.sweepAtMillis();
    boolean waiting = queue.size() > 0 || cancels.isWaiting();
    for (LinkBind bind : binds) {
      waiting |= bind.begun() != null;
    }
    if (waiting && now < slowDown.pausedUntilMillis()) {
      at = Math.min(at, slowDown.pausedUntilMillis());
    } else if (waiting && !limiter.available(now)) {
      at = Math.min(at, limiter.availableAtMillis(now));
    }
    return at;
  }
}
