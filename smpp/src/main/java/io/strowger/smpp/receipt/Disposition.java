package io.strowger.smpp.receipt;

/** What a carrier's error means for the message that met it; the only reading of a code. */
public enum Disposition {
  /** A passing fault: the same route may take it in a moment. */
  RETRY_SAME_ROUTE,
  /** This route will not take it: another may. */
  OTHER_ROUTE,
  /** No route can reach this number (it does not exist, or may not receive). */
  PERMANENT_FOR_NUMBER,
  /** The carrier asks us to slow down; the message was not taken. */
  THROTTLE,
  /** We, or the carrier, are set up wrongly: another route, and an operator must look. */
  CONFIGURATION_FAULT
}
