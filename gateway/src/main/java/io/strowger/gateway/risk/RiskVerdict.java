package io.strowger.gateway.risk;

/** What the account's service says. */
enum RiskVerdict {
  ALLOW,
  DENY,
  /** No answer in time, or none that can be read. */
  UNKNOWN
}
