package io.strowger.sip.call;

import java.util.EnumSet;
import java.util.Set;

/** What a call has shown of itself so far; immutable. Times are 0 until they happen. */
record Tally(
    long startedAtMillis,
    long ringingAtMillis,
    long answeredAtMillis,
    Set<Mark> marks,
    String keys,
    int sipStatus,
    int q850Cause) {
  private static final int KEYS_MAX = 64;

  /** What was seen, or not. */
  enum Mark {
    RANG,
    ANSWERED,
    MEDIA,
    PLAYED,
    RINGBACK,
    BEEP,
    SOUND
  }

  static final Tally NOTHING = new Tally(0, 0, 0, Set.of(), "", 0, 0);

  Tally started(long now) {
    return new Tally(now, 0, 0, marks, keys, 0, 0);
  }

  Tally ringing(long now) {
    return rang()
        ? this
        : new Tally(
            startedAtMillis, now, answeredAtMillis, marked(Mark.RANG), keys, sipStatus, q850Cause);
  }

  Tally answered(int status, long now) {
    return new Tally(
        startedAtMillis, ringingAtMillis, now, marked(Mark.ANSWERED), keys, status, q850Cause);
  }

  Tally mark(Mark mark) {
    return has(mark)
        ? this
        : new Tally(
            startedAtMillis,
            ringingAtMillis,
            answeredAtMillis,
            marked(mark),
            keys,
            sipStatus,
            q850Cause);
  }

  Tally key(char key) {
    return keys.length() >= KEYS_MAX
        ? this
        : new Tally(
            startedAtMillis,
            ringingAtMillis,
            answeredAtMillis,
            marks,
            keys + key,
            sipStatus,
            q850Cause);
  }

  Tally codes(int status, int cause) {
    return new Tally(
        startedAtMillis, ringingAtMillis, answeredAtMillis, marks, keys, status, cause);
  }

  private Set<Mark> marked(Mark mark) {
    EnumSet<Mark> next = EnumSet.of(mark);
    next.addAll(marks);
    return next;
  }

  boolean has(Mark mark) {
    return marks.contains(mark);
  }

  boolean rang() {
    return has(Mark.RANG);
  }

  /** Something alive was at the other end. */
  boolean alive() {
    return has(Mark.MEDIA) || !keys.isEmpty();
  }

  CallEvidence evidence(long now) {
    boolean answered = has(Mark.ANSWERED);
    long pdd = -1;
    if (rang()) {
      pdd = ringingAtMillis - startedAtMillis;
    } else if (answered) {
      pdd = answeredAtMillis - startedAtMillis;
    }
    return new CallEvidence(
        rang(),
        answered,
        has(Mark.MEDIA),
        has(Mark.PLAYED),
        keys,
        pdd,
        rang() ? (answered ? answeredAtMillis : now) - ringingAtMillis : 0,
        answered ? now - answeredAtMillis : 0,
        sipStatus,
        q850Cause,
        has(Mark.RINGBACK),
        has(Mark.BEEP),
        answered && !has(Mark.SOUND));
  }

  @Override
  public String toString() {
    return "Tally" + marks;
  }
}
