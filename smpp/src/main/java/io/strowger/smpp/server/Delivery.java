package io.strowger.smpp.server;

/**
 * A receipt to bring to any session of an account that can receive; each gets one {@link
 * DeliveryOutcome}.
 *
 * @param handle the application's own
 */
public record Delivery(String account, Object handle, EsmeReceipt receipt) {}
