package io.strowger.sip.simulator;

/** What the dials decide for a call. */
public enum CallFate {
  /** A person answers, listens and presses keys. */
  PERSON,
  /** Answered by a greeting and a beep. */
  VOICEMAIL,
  /** Answered, and never a packet of media. */
  SILENT,
  /** Answered, and a ringback tone goes on. */
  RINGBACK,
  /** Answered and hung up at once. */
  HUNG_UP,
  /** Rings for ever. */
  NO_ANSWER,
  /** A final answer other than 2xx. */
  REFUSED
}
