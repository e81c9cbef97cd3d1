package io.strowger.sip.media;

/** What the far end sounds like. */
public enum InboundAudio {
  /** Somebody, or something, talks. */
  SPEECH,
  /** Nothing, or one value for ever. */
  SILENCE,
  /** RFC 3389 packets, or a faint steady noise. */
  COMFORT_NOISE,
  /** A tone of 400–480 Hz: after an answer, a sign that nobody has answered. */
  RINGBACK,
  /** One pure tone of 500–2500 Hz, as a voicemail gives before it records. */
  BEEP
}
