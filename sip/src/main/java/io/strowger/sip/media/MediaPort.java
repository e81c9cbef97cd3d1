package io.strowger.sip.media;

import java.security.SecureRandom;

/**
 * One call's media: first descriptions are exchanged, then it plays and listens. For one thread,
 * that of the call; nothing here waits.
 */
public final class MediaPort {
  private final MediaEngine engine;
  private final MediaSession session;
  private final Negotiator negotiator;
  private long plays;
  private boolean closed;

  MediaPort(MediaEngine engine, MediaSession session, MediaRequest request, SecureRandom random) {
    this.engine = engine;
    this.session = session;
    this.negotiator =
        new Negotiator(
            request,
            new SdpWriter(
                session.ports.advertised(),
                session.ports.rtp().local().getPort(),
                session.ports.rtcp().local().getPort(),
                random.nextLong(1L << 53),
                session.ssrc),
            random);
  }

  /** The session description to send in an INVITE, or in a 200 to one that came without. */
  public String offer() {
    return negotiator.offer();
  }

  /** A new offer that holds the call, or takes it back. */
  public String reoffer(boolean hold) {
    negotiator.hold(hold);
    return negotiator.offer();
  }

  /** The other side's answer to the last offer; may come several times (early media, forks). */
  public Negotiation answered(String remoteSdp) {
    return apply(negotiator.answered(remoteSdp));
  }

  /** The other side's offer; {@link Negotiation.Agreed#localSdp()} is the answer to send. */
  public Negotiation offered(String remoteSdp) {
    return apply(negotiator.offered(remoteSdp));
  }

  private Negotiation apply(Negotiator.Outcome outcome) {
    Negotiator.Terms terms = outcome.terms();
    if (terms != null && !closed) {
      engine.command(() -> engine.loop().agreed(session, terms));
    }
    return outcome.negotiation();
  }

  /**
   * Plays from the start, in place of what is playing; while the call is on hold it waits.
   *
   * @return a number that {@link MediaListener#playEnded} repeats
   */
  public long play(AudioSource source) {
    long play = ++plays;
    engine.command(() -> session.play(source, play));
    return play;
  }

  /** Falls silent; {@link MediaListener#playEnded} is not called for what played. */
  public void stop() {
    engine.command(session::stop);
  }

  /** While muted not a packet is sent; what plays waits. */
  public void mute(boolean wanted) {
    engine.command(() -> session.mute(wanted));
  }

  /**
   * Presses a key for 100 ms by RFC 4733, after those that wait; without effect on a peer that
   * takes no telephone-events.
   *
   * @throws IllegalArgumentException when there is no such key
   */
  public void sendKey(char key) {
    int _ = Keys.event(key);
    engine.command(() -> session.sendKey(key));
  }

  /**
   * Hears keys in the sound also where they come as telephone-events. A press that comes both ways
   * is told twice, one after the other.
   */
  public void hearKeysTwice() {
    engine.command(session::hearKeysTwice);
  }

  /** Counts up to about a second ago; after {@link MediaListener#closed} the last ones. */
  public MediaStatistics statistics() {
    return session.statistics;
  }

  /** Ends the media with an RTCP BYE and frees the port. */
  public void close() {
    if (!closed) {
      closed = true;
      engine.closed(session);
    }
  }
}
