package io.strowger.gateway.webhook;

/** Hears what becomes of notices, for metrics; on one thread, and must not block. */
public interface PostObserver {
  /** A request has ended. */
  void posted(String channel, String account, PostOutcome outcome);

  /**
   * A notice is owed no more.
   *
   * @param ageMillis since the change that it tells
   */
  void ended(String channel, String account, Ending ending, long ageMillis);
}
