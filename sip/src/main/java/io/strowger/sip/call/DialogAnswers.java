package io.strowger.sip.call;

import io.strowger.sip.call.Leg.Pending;
import io.strowger.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** Answers to our requests inside a dialog. */
final class DialogAnswers {
  private DialogAnswers() {}

  /**
   * Takes a final answer to PRACK, BYE or CANCEL, of which nothing follows, or sends the request
   * again with the credentials that were asked for.
   */
  static void plain(Turn turn, int ref, SipResponse response) {
    var _ = finished(turn, ref, response);
  }

  /**
   * @return what was finally answered; null for a provisional answer, one that nobody waits for,
   *     and a challenge that was answered
   */
  static @Nullable Pending finished(Turn turn, int ref, SipResponse response) {
    Pending pending = turn.leg().pending(ref);
    if (pending == null || response.status() < 200) {
      return null;
    }
    turn.put(turn.leg().without(pending));
    boolean challenge = response.status() == 401 || response.status() == 407;
    if (challenge && pending.kind() != Leg.Kind.CANCEL) {
      DigestSession.Outcome outcome =
          turn.leg()
              .digest()
              .challenged(
                  response.headers("WWW-Authenticate"), response.headers("Proxy-Authenticate"));
      if (outcome instanceof DigestSession.Outcome.Retry(DigestSession next)) {
        turn.put(turn.leg().with(next));
        turn.again(pending);
        return null;
      }
    }
    return pending;
  }
}
