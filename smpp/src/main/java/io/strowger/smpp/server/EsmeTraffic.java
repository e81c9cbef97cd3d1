package io.strowger.smpp.server;

import io.strowger.smpp.session.Sequence;
import io.strowger.smpp.session.SequenceMap;
import io.strowger.smpp.session.Window;
import io.strowger.smpp.session.Window.Request;

/**
 * What flows on a bound session; immutable.
 *
 * @param awaited the peer's unanswered requests by ticket. Not by sequence number: a peer that uses
 *     one number twice still gets both answers
 * @param nextTicket for its next request
 * @param deliveries our unanswered deliver_sm
 * @param nextSequence for our next request
 * @param reading false while we do not read
 * @param heardAtMillis when the peer was last heard, or reading resumed
 * @param enquireSequence our unanswered enquire_link, 0 for none
 */
record EsmeTraffic(
    SequenceMap<Awaited> awaited,
    int nextTicket,
    Window deliveries,
    int nextSequence,
    boolean reading,
    long heardAtMillis,
    int enquireSequence,
    long enquireSentAtMillis,
    Chatter chatter) {

  static EsmeTraffic begin(Chatter chatter, long now) {
    return new EsmeTraffic(
        SequenceMap.empty(),
        Sequence.FIRST,
        Window.EMPTY,
        Sequence.FIRST,
        true,
        now,
        0,
        Long.MIN_VALUE,
        chatter);
  }

  EsmeTraffic heard(long now) {
    return now == heardAtMillis
        ? this
        : new EsmeTraffic(
            awaited,
            nextTicket,
            deliveries,
            nextSequence,
            reading,
            now,
            enquireSequence,
            enquireSentAtMillis,
            chatter);
  }

  EsmeTraffic with(Chatter next) {
    return new EsmeTraffic(
        awaited,
        nextTicket,
        deliveries,
        nextSequence,
        reading,
        heardAtMillis,
        enquireSequence,
        enquireSentAtMillis,
        next);
  }

  EsmeTraffic with(Window next) {
    return new EsmeTraffic(
        awaited,
        nextTicket,
        next,
        nextSequence,
        reading,
        heardAtMillis,
        enquireSequence,
        enquireSentAtMillis,
        chatter);
  }

  /** The peer's request got {@link #nextTicket}. */
  EsmeTraffic arrived(Awaited request) {
    return new EsmeTraffic(
        awaited.with(nextTicket, request),
        ticketAfter(nextTicket),
        deliveries,
        nextSequence,
        reading,
        heardAtMillis,
        enquireSequence,
        enquireSentAtMillis,
        chatter);
  }

  EsmeTraffic answered(int ticket) {
    return new EsmeTraffic(
        awaited.without(ticket),
        nextTicket,
        deliveries,
        nextSequence,
        reading,
        heardAtMillis,
        enquireSequence,
        enquireSentAtMillis,
        chatter);
  }

  /** Our deliver_sm with {@link #nextSequence} is on its way. */
  EsmeTraffic delivering(Object handle, long now) {
    return new EsmeTraffic(
        awaited,
        nextTicket,
        deliveries.with(new Request(nextSequence, handle, now)),
        sequenceAfter(nextSequence),
        reading,
        heardAtMillis,
        enquireSequence,
        enquireSentAtMillis,
        chatter);
  }

  EsmeTraffic reading(boolean enabled, long now) {
    return new EsmeTraffic(
        awaited,
        nextTicket,
        deliveries,
        nextSequence,
        enabled,
        enabled ? now : heardAtMillis,
        enquireSequence,
        enquireSentAtMillis,
        chatter);
  }

  /** Our enquire_link with {@link #nextSequence} is on its way. */
  EsmeTraffic enquired(long now) {
    return new EsmeTraffic(
        awaited,
        nextTicket,
        deliveries,
        sequenceAfter(nextSequence),
        reading,
        heardAtMillis,
        nextSequence,
        now,
        chatter);
  }

  EsmeTraffic enquireAnswered() {
    return new EsmeTraffic(
        awaited, nextTicket, deliveries, nextSequence, reading, heardAtMillis, 0, 0, chatter);
  }

  /** The number of our unbind is taken. */
  EsmeTraffic sequenceTaken() {
    return new EsmeTraffic(
        awaited,
        nextTicket,
        deliveries,
        sequenceAfter(nextSequence),
        reading,
        heardAtMillis,
        enquireSequence,
        enquireSentAtMillis,
        chatter);
  }

  boolean awaitsEnquireLinkResp(int sequenceNumber) {
    return enquireSequence != 0 && enquireSequence == sequenceNumber;
  }

  long responseAlarmMillis(EsmeTimers timers) {
    Request oldest = deliveries.oldestRequest();
    return oldest == null || !reading
        ? Long.MAX_VALUE
        : oldest.sentAtMillis() + timers.responseMillis();
  }

  long enquireAlarmMillis(EsmeTimers timers) {
    if (!reading) {
      return Long.MAX_VALUE;
    }
    if (enquireSequence != 0) {
      return Math.max(enquireSentAtMillis, heardAtMillis) + timers.responseMillis();
    }
    return timers.enquireLinkMillis() == 0
        ? Long.MAX_VALUE
        : heardAtMillis + timers.enquireLinkMillis();
  }

  long inactivityAlarmMillis(EsmeTimers timers) {
    return timers.inactivityMillis() == 0 || !reading
        ? Long.MAX_VALUE
        : heardAtMillis + timers.inactivityMillis();
  }

  long nextAlarmMillis(EsmeTimers timers) {
    return Math.min(
        responseAlarmMillis(timers),
        Math.min(enquireAlarmMillis(timers), inactivityAlarmMillis(timers)));
  }

  /** Skips what is still held, which can only be after two thousand million. */
  private int ticketAfter(int ticket) {
    int next = Sequence.after(ticket);
    while (awaited.get(next) != null) {
      next = Sequence.after(next);
    }
    return next;
  }

  private int sequenceAfter(int sequenceNumber) {
    int next = Sequence.after(sequenceNumber);
    while (deliveries.find(next) != null) {
      next = Sequence.after(next);
    }
    return next;
  }
}
