package io.strowger.sip.media;

/** Hears what happens in one call's media. Called on the pacing thread: it must not block. */
public interface MediaListener {
  /** The first audio packet came from the negotiated peer. */
  void mediaSeen();

  /**
   * A key, once per press.
   *
   * @param key 0–9, * or #, or A–D
   */
  void key(char key);

  /**
   * The last packet of this play-out was sent; not called for one that was stopped or replaced.
   *
   * @param play what {@link MediaPort#play} returned
   */
  void playEnded(long play);

  /** The far end sounds different from before. */
  void classified(InboundAudio audio);

  /**
   * A packet of audio came, in the order of arrival.
   *
   * @param packet reused for the next one
   */
  default void audio(G711 law, byte[] packet, int offset, int count) {}

  /** After {@link MediaPort#close}: the last word. */
  default void closed(MediaStatistics statistics) {}
}
