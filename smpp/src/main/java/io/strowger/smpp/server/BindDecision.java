package io.strowger.smpp.server;

/** What becomes of a bind. */
public sealed interface BindDecision {

  /** Welcome, unless the account has as many sessions as it may. */
  record Accepted(AccountTerms terms) implements BindDecision {}

  /**
   * Unknown system_id, wrong password, wrong address or certificate: all the same to the client,
   * ESME_RBINDFAIL after a delay that grows with every failure.
   */
  record WrongCredentials() implements BindDecision {}

  /** Nobody can bind now: ESME_RSYSERR. */
  record Unavailable() implements BindDecision {}
}
