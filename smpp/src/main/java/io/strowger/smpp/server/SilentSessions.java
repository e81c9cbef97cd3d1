package io.strowger.smpp.server;

import java.util.List;

/**
 * Half-open connections hold places that a client needs when it binds again after a crash. When an
 * account has no place left, its silent sessions are asked whether they are still there.
 */
final class SilentSessions {
  /** How long a session is silent before it is asked, and how long it has to answer. */
  static final long ANSWER_MILLIS = 2_000;

  private final SessionRunner runner;

  SilentSessions(SessionRunner runner) {
    this.runner = runner;
  }

  /**
   * Asks them.
   *
   * @return false when there are none
   */
  boolean probe(EsmeAccount account, long now) {
    boolean found = false;
    for (EsmeConnection session : List.copyOf(account.sessions)) {
      if (session.heardAtMillis() <= now - ANSWER_MILLIS) {
        found = true;
        runner.step(session, new ServerEvent.Probe(), now);
      }
    }
    return found;
  }

  /** Ends those that were silent already when they were asked, and still are. */
  void expel(EsmeAccount account, long answersDueMillis, long now) {
    for (EsmeConnection session : List.copyOf(account.sessions)) {
      if (session.heardAtMillis() <= answersDueMillis - 2 * ANSWER_MILLIS) {
        runner.step(
            session, new ServerEvent.Expel("silent, and its place is needed by another bind"), now);
      }
    }
  }
}
