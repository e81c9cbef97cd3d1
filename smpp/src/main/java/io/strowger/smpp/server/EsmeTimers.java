package io.strowger.smpp.server;

/**
 * How long a session waits for its peer (SMPP 3.4 section 7.2), in milliseconds; an enquireLink or
 * inactivity of 0 is off.
 *
 * @param initMillis from the connection, TLS included, to the bind request
 * @param enquireLinkMillis silence of the peer before we send an enquire_link
 * @param responseMillis how long the answer to a deliver_sm or enquire_link of ours may take
 * @param inactivityMillis silence of the peer that closes the session
 * @param unbindMillis how long answers are awaited before an unbind, and then its answer
 */
public record EsmeTimers(
    long initMillis,
    long enquireLinkMillis,
    long responseMillis,
    long inactivityMillis,
    long unbindMillis) {
  public static final EsmeTimers DEFAULT = new EsmeTimers(5_000, 30_000, 30_000, 300_000, 5_000);
}
