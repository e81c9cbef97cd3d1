package io.strowger.smpp.simulator;

/** What is wrong with the certificate that a TLS link is shown. */
public enum CertificateFault {
  VALID,
  /** Ran out yesterday. */
  EXPIRED,
  /** Issued for another host. */
  WRONG_HOST
}
