package io.strowger.gateway.message;

/** How a passcode reaches a person. */
public enum Channel {
  SMS,
  VOICE
}
