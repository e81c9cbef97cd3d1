package io.strowger.gateway.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong on the way of a message: the first attempt that is not known to have arrived, or
 * that there was none. A message that was delivered after all has had its trouble too.
 *
 * @param cause of {@link #CAUSES}
 * @param carrier of that attempt; null when no route was ever taken
 */
public record Trouble(String cause, @Nullable String carrier) {
  /** Taken by the carrier, and no receipt when one was due. */
  public static final String SILENT = "silent";

  /** Taken by the carrier, and the deadline came before its receipt. */
  public static final String NO_RECEIPT = "no_receipt";

  /** The link died, or the node restarted, before the carrier's answer. */
  public static final String IN_DOUBT = "in_doubt";

  public static final String REFUSED = "refused";
  public static final String NOT_SENT = "not_sent";

  /** Ended without an attempt: no route was usable in time. */
  public static final String NO_ROUTE = "no_route";

  public static final List<String> CAUSES =
      List.of(SILENT, NO_RECEIPT, IN_DOUBT, REFUSED, NOT_SENT, NO_ROUTE);

  /** Null when nothing is known to have gone wrong, or a client cancelled it in good time. */
  public static @Nullable Trouble of(Message message) {
    for (Attempt attempt : message.attempts()) {
      String cause = causeOf(attempt.verdict());
      if (cause != null) {
        return new Trouble(cause, attempt.choice().carrier());
      }
    }
    boolean lost =
        message.state() instanceof MessageState.Expired
            || message.state() instanceof MessageState.Failed;
    if (!lost) {
      return null;
    }
    return message.attempts().isEmpty()
        ? new Trouble(NO_ROUTE, null)
        : new Trouble(NO_RECEIPT, message.attempts().getFirst().choice().carrier());
  }

  private static @Nullable String causeOf(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Silent _ -> SILENT;
      case Verdict.InDoubt _ -> IN_DOUBT;
      case Verdict.Refused _, Verdict.Throttled _ -> REFUSED;
      case Verdict.NotSent _ -> NOT_SENT;
      default -> null;
    };
  }
}
