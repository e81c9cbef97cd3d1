package io.strowger.smpp.server;

/** What became of a {@link Delivery}. */
public sealed interface DeliveryOutcome {
  Object handle();

  /**
   * The client answered.
   *
   * @param commandStatus 0 when it took the receipt
   */
  record Answered(Object handle, int commandStatus) implements DeliveryOutcome {}

  /** It was sent and will not be answered: the client may or may not have it. */
  record InDoubt(Object handle) implements DeliveryOutcome {}

  /** It was not sent: no session of the account can receive, or too many deliveries wait. */
  record NotSent(Object handle) implements DeliveryOutcome {}
}
