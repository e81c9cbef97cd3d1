package io.strowger.gateway.webhook;

/** How a post can end; a label of metrics. */
public enum PostOutcome {
  /** Answered with 2xx. */
  TOLD,
  /** Answered with another status. */
  REJECTED,
  /** Answered with 410: this receiver wants no more of it. */
  GONE,
  /** Answered with 3xx; redirects are not followed. */
  REDIRECTED,
  /** No name, no connection, no TLS, or the connection broke. */
  UNREACHABLE,
  /** No complete answer in time. */
  TIMED_OUT,
  /** The address belongs to a network that this account may not reach. */
  FORBIDDEN,
  /** Not an address that can be posted to. */
  INVALID,
  /** The account is gone, or no longer wants it. */
  UNWANTED
}
