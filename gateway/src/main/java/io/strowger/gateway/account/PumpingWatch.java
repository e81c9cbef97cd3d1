package io.strowger.gateway.account;

/** How an account is watched for traffic that is made only to be paid for. */
public enum PumpingWatch {
  OFF,
  /** Judged by the account's own feedback; an account that gives none is not judged. */
  FEEDBACK,
  /** Also without feedback: runs of neighbouring numbers are evidence enough. */
  NEIGHBOURS
}
