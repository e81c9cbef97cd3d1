package io.strowger.smpp.session;

import io.strowger.smpp.session.Window.Request;

/**
 * What flows on a bind; immutable.
 *
 * @param window our unanswered requests
 * @param arrivals the peer's unacknowledged requests; the value is true for data_sm
 * @param nextSequence for our next request
 * @param reading false while too many arrivals wait
 * @param readingSinceMillis when reading last resumed: a response cannot be late before it could be
 *     read
 * @param heardAtMillis when the peer was last heard, or reading paused
 * @param enquireSequence our unanswered enquire_link, 0 for none
 */
record Traffic(
    Window window,
    SequenceMap<Boolean> arrivals,
    int nextSequence,
    boolean reading,
    long readingSinceMillis,
    long heardAtMillis,
    int enquireSequence,
    long enquireSentAtMillis) {

  static Traffic begin(int nextSequence, long now) {
    return new Traffic(
        Window.EMPTY, SequenceMap.empty(), nextSequence, true, now, now, 0, Long.MIN_VALUE);
  }

  boolean needsHearing(long now) {
    return reading && now != heardAtMillis;
  }

  Traffic heard(long now) {
    return new Traffic(
        window,
        arrivals,
        nextSequence,
        reading,
        readingSinceMillis,
        now,
        enquireSequence,
        enquireSentAtMillis);
  }

  /** Our request with {@link #nextSequence} is on its way. */
  Traffic requested(Object handle, long now) {
    return new Traffic(
        window.with(new Request(nextSequence, handle, now)),
        arrivals,
        sequenceAfter(nextSequence),
        reading,
        readingSinceMillis,
        heardAtMillis,
        enquireSequence,
        enquireSentAtMillis);
  }

  Traffic with(Window next) {
    return new Traffic(
        next,
        arrivals,
        nextSequence,
        reading,
        readingSinceMillis,
        heardAtMillis,
        enquireSequence,
        enquireSentAtMillis);
  }

  Traffic with(SequenceMap<Boolean> next) {
    return new Traffic(
        window,
        next,
        nextSequence,
        reading,
        readingSinceMillis,
        heardAtMillis,
        enquireSequence,
        enquireSentAtMillis);
  }

  Traffic reading(boolean enabled, long now) {
    return new Traffic(
        window,
        arrivals,
        nextSequence,
        enabled,
        enabled ? now : readingSinceMillis,
        now,
        enquireSequence,
        enquireSentAtMillis);
  }

  /** Our enquire_link with {@link #nextSequence} is on its way. */
  Traffic enquired(long now) {
    return new Traffic(
        window,
        arrivals,
        sequenceAfter(nextSequence),
        reading,
        readingSinceMillis,
        heardAtMillis,
        nextSequence,
        now);
  }

  boolean awaitsEnquireLinkResp(int sequenceNumber) {
    return enquireSequence != 0 && enquireSequence == sequenceNumber;
  }

  Traffic enquireAnswered() {
    return new Traffic(
        window, arrivals, nextSequence, reading, readingSinceMillis, heardAtMillis, 0, 0);
  }

  Traffic sequenceTaken() {
    return new Traffic(
        window,
        arrivals,
        sequenceAfter(nextSequence),
        reading,
        readingSinceMillis,
        heardAtMillis,
        enquireSequence,
        enquireSentAtMillis);
  }

  long responseAlarmMillis(SessionSettings settings) {
    Request oldest = window.oldestRequest();
    return oldest == null || !reading
        ? Long.MAX_VALUE
        : Math.max(oldest.sentAtMillis(), readingSinceMillis) + settings.responseMillis();
  }

  long enquireAlarmMillis(SessionSettings settings) {
    if (!reading) {
      return Long.MAX_VALUE;
    }
    if (enquireSequence != 0) {
      return Math.max(enquireSentAtMillis, readingSinceMillis) + settings.responseMillis();
    }
    return settings.enquireLinkMillis() == 0
        ? Long.MAX_VALUE
        : heardAtMillis + settings.enquireLinkMillis();
  }

  /** Runs while reading is paused too, since then: an owner that never reads on is bounded. */
  long inactivityAlarmMillis(SessionSettings settings) {
    return settings.inactivityMillis() == 0
        ? Long.MAX_VALUE
        : heardAtMillis + settings.inactivityMillis();
  }

  long nextAlarmMillis(SessionSettings settings) {
    return Math.min(
        responseAlarmMillis(settings),
        Math.min(enquireAlarmMillis(settings), inactivityAlarmMillis(settings)));
  }

  /** Skips numbers that a request still holds, which can only be after two thousand million. */
  private int sequenceAfter(int sequenceNumber) {
    int next = Sequence.after(sequenceNumber);
    while (window.find(next) != null) {
      next = Sequence.after(next);
    }
    return next;
  }
}
