package io.strowger.gateway.main.detection;

/**
 * An injected fault: from its onset a share of the messages is swallowed.
 *
 * @param operator the only one hit, or {@link #WHOLE_ROUTE}
 * @param receiptsOnly the messages arrive, only their receipts do not
 * @param lying receipts come, but nothing arrives
 */
record Loss(int operator, double share, boolean receiptsOnly, boolean lying) {
  static final int WHOLE_ROUTE = -1;

  static Loss ofRoute(double share) {
    return new Loss(WHOLE_ROUTE, share, false, false);
  }

  static Loss ofOperator(int operator, double share) {
    return new Loss(operator, share, false, false);
  }

  boolean hits(int of) {
    return operator == WHOLE_ROUTE || operator == of;
  }
}
