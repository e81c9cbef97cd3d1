package io.strowger.gateway.message;

/** How a call ended, as its signalling and its media say; not yet whether the passcode arrived. */
public enum CallEnding {
  /** The script came to its end on an answered call. */
  COMPLETED,
  USER_SAID_NO,
  BUSY,
  NO_ANSWER,
  NUMBER_DOES_NOT_EXIST,
  /** This trunk could not; another may. */
  OTHER_TRUNK,
  THROTTLED,
  CONFIGURATION_FAULT,
  /** Past the deadline before the first word: nothing was said. */
  DEADLINE,
  /** Hung up because we asked for it. */
  CANCELLED,
  /** Answered, and nobody was heard at the other end. */
  NO_MEDIA,
  /** Answered, and over before the script was. */
  HUNG_UP_EARLY
}
