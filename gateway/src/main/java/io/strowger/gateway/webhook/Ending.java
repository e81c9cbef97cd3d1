package io.strowger.gateway.webhook;

/** Why a notice is no longer owed. */
public enum Ending {
  TOLD,
  /** Tried as often, or as long, as the account's limit allows, or hopeless. */
  GIVEN_UP,
  /** The oldest of too many that wait. */
  DROPPED
}
