package io.strowger.gateway.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies of attempts and attempt lists with one thing changed. */
final class Attempts {
  private static final long THROTTLE_PAUSE_MILLIS = 500;
  private static final long THROTTLE_PAUSE_MAX_MILLIS = 10_000;
  private static final int MAX_THROTTLE_DOUBLINGS = 5;

  static final Refusal TOO_MANY =
      new Refusal(
          "attempts-exhausted",
          "tried " + Lifecycle.MAX_ATTEMPTS + " times without success",
          Refusal.Disposition.OTHER_ROUTE);

  private static final Verdict PENDING = new Verdict.Pending();
  private static final Verdict TAKEN = new Verdict.Taken();
  private static final Verdict SILENT = new Verdict.Silent();

  private Attempts() {}

  static Attempt first(int ordinal, RouteChoice choice, long now) {
    return new Attempt(ordinal, choice, 1, null, List.of(), 0, 0, PENDING, now, 0, 0);
  }

  static Attempt resubmitted(Attempt a, RouteChoice choice) {
    return new Attempt(
        a.ordinal(),
        choice,
        a.submits() + 1,
        a.link(),
        List.of(),
        0,
        0,
        PENDING,
        a.startedAtMillis(),
        0,
        0);
  }

  static Attempt taken(Attempt a, String link, List<String> ids, int receiptsExpected, long now) {
    return new Attempt(
        a.ordinal(),
        a.choice(),
        a.submits(),
        link,
        ids,
        receiptsExpected,
        0,
        TAKEN,
        a.startedAtMillis(),
        now,
        0);
  }

  /** A call's attempt, with what was seen of it until now. */
  static Attempt called(Attempt a, @Nullable String trunk, CallEvidence call) {
    return new Attempt(
        a.ordinal(),
        a.choice(),
        a.submits(),
        trunk == null ? a.link() : trunk,
        a.carrierIds(),
        a.receiptsExpected(),
        a.partsDelivered(),
        a.verdict(),
        call,
        a.startedAtMillis(),
        a.answeredAtMillis(),
        a.endedAtMillis());
  }

  /** When the call was answered is when its carrier took it. */
  static Attempt answered(Attempt a, long now) {
    return new Attempt(
        a.ordinal(),
        a.choice(),
        a.submits(),
        a.link(),
        a.carrierIds(),
        a.receiptsExpected(),
        a.partsDelivered(),
        a.verdict(),
        a.call(),
        a.startedAtMillis(),
        now,
        a.endedAtMillis());
  }

  static Attempt partDelivered(Attempt a, int part) {
    return with(a, a.link(), a.partsDelivered() | (1L << part), a.verdict(), a.endedAtMillis());
  }

  static Attempt silent(Attempt a) {
    return with(a, a.link(), a.partsDelivered(), SILENT, 0);
  }

  static Attempt ended(Attempt a, @Nullable String link, Verdict verdict, long now) {
    return with(a, link, a.partsDelivered(), verdict, now);
  }

  private static Attempt with(
      Attempt a, @Nullable String link, long partsDelivered, Verdict verdict, long endedAt) {
    return new Attempt(
        a.ordinal(),
        a.choice(),
        a.submits(),
        link,
        a.carrierIds(),
        a.receiptsExpected(),
        partsDelivered,
        verdict,
        a.call(),
        a.startedAtMillis(),
        a.answeredAtMillis(),
        endedAt);
  }

  static boolean mayArrive(Attempt attempt) {
    return attempt.verdict() instanceof Verdict.InDoubt || mayStillReport(attempt);
  }

  /** A carrier took it, and a receipt may come. Of a call nothing comes after its end. */
  static boolean mayStillReport(Attempt attempt) {
    return attempt.verdict() instanceof Verdict.Taken
        || attempt.verdict() instanceof Verdict.Silent;
  }

  /**
   * When a carrier that has no room now may be asked again: the later the more often there was none
   * anywhere, so that the attempts last as long as a queue of calls or messages does.
   */
  static long throttledUntil(Message message, long now) {
    long before =
        message.attempts().stream().filter(a -> a.verdict() instanceof Verdict.Throttled).count();
    long pause = THROTTLE_PAUSE_MILLIS << Math.min(before, MAX_THROTTLE_DOUBLINGS);
    return now + Math.min(pause, THROTTLE_PAUSE_MAX_MILLIS);
  }

  static boolean isDecided(Verdict verdict) {
    return verdict instanceof Verdict.Arrived || verdict instanceof Verdict.Refused;
  }

  static boolean isCall(Attempt attempt) {
    return attempt.choice().channel() == Channel.VOICE;
  }

  /** The same route again, after an answer that proves that nothing was taken: one record. */
  static boolean continues(Attempt last, RouteChoice choice) {
    boolean nothingTaken =
        switch (last.verdict()) {
          case Verdict.Throttled _, Verdict.NotSent _ -> true;
          case Verdict.Refused refused ->
              refused.refusal().disposition() == Refusal.Disposition.RETRY_SAME_ROUTE
                  && last.carrierIds().isEmpty()
                  && !isCall(last);
          default -> false;
        };
    return nothingTaken && last.choice().carrier().equals(choice.carrier());
  }

  static @Nullable Attempt withOrdinal(Message message, int ordinal) {
    List<Attempt> attempts = message.attempts();
    return ordinal >= 1 && ordinal <= attempts.size() ? attempts.get(ordinal - 1) : null;
  }

  /** The attempt, if this very submit of it is still unanswered. */
  static @Nullable Attempt pending(Message message, int ordinal, int submits) {
    Attempt attempt = withOrdinal(message, ordinal);
    return attempt != null
            && attempt.submits() == submits
            && attempt.verdict() instanceof Verdict.Pending
        ? attempt
        : null;
  }

  static List<Attempt> append(List<Attempt> attempts, Attempt next) {
    if (attempts.isEmpty()) {
      return List.of(next);
    }
    List<Attempt> all = new ArrayList<>(attempts.size() + 1);
    all.addAll(attempts);
    all.add(next);
    return List.copyOf(all);
  }

  static List<Attempt> replace(List<Attempt> attempts, Attempt changed) {
    if (attempts.size() == 1) {
      return List.of(changed);
    }
    Attempt[] all = attempts.toArray(Attempt[]::new);
    all[changed.ordinal() - 1] = changed;
    return List.of(all);
  }
}
