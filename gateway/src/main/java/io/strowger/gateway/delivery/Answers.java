package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Verdict;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether carriers answer what is submitted. A link may be bound, and answer enquire_link, and yet
 * leave every submit_sm without a response; it is then closed, bound again at once, and the same
 * begins anew. So this is counted by carrier, over all of its links.
 */
final class Answers {
  /** As the links give it when the response timer is over. */
  static final String NO_ANSWER = "no answer within the response timer";

  /** One lost answer is no fault. */
  private static final int UNANSWERED_MAX = 3;

  /** What an attempt's change says of its carrier. */
  enum Says {
    NOTHING,
    ANSWERS,
    /** Three submits without an answer, and nothing was answered since they were given to it. */
    ANSWERS_NOTHING
  }

  private static final class Count {
    long answeredAtMillis;
    int unanswered;
  }

  private final Map<String, Count> counts = new HashMap<>();

  Says changed(Attempt attempt, @Nullable Attempt was, long now) {
    if (isUnanswered(attempt)) {
      Count count = counts.computeIfAbsent(attempt.choice().carrier(), _ -> new Count());
      boolean answeredSince = count.answeredAtMillis >= attempt.startedAtMillis();
      return !answeredSince && ++count.unanswered >= UNANSWERED_MAX
          ? Says.ANSWERS_NOTHING
          : Says.NOTHING;
    }
    if (!isAnswered(attempt, was)) {
      return Says.NOTHING;
    }
    Count count = counts.computeIfAbsent(attempt.choice().carrier(), _ -> new Count());
    count.answeredAtMillis = now;
    count.unanswered = 0;
    return Says.ANSWERS;
  }

  private static boolean isUnanswered(Attempt attempt) {
    return attempt.verdict() instanceof Verdict.InDoubt doubt && doubt.cause().equals(NO_ANSWER);
  }

  private static boolean isAnswered(Attempt attempt, @Nullable Attempt was) {
    if (was != null && was.answeredAtMillis() != 0) {
      return false;
    }
    boolean said =
        attempt.verdict() instanceof Verdict.Refused
            || attempt.verdict() instanceof Verdict.Throttled;
    String link = attempt.link();
    return attempt.answeredAtMillis() != 0 || (said && link != null && !link.isEmpty());
  }
}
