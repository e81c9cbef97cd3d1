package io.strowger.smpp.server;

import io.strowger.smpp.codec.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole message of a client. {@link #toString()} never shows the text.
 *
 * @param destinations one, or those of a submit_multi
 * @param expiresAtMillis from validity_period or qos_time_to_live, later than now; 0 when absent
 * @param dueAtMillis from schedule_delivery_time; 0 when absent or already past
 * @param userReference user_message_reference, to be given back in receipts; null when absent
 */
public record InboundMessage(
    String serviceType,
    Address source,
    List<Address> destinations,
    String text,
    RegisteredDelivery registeredDelivery,
    long expiresAtMillis,
    long dueAtMillis,
    int protocolId,
    int priority,
    boolean replaceIfPresent,
    @Nullable Integer userReference) {
  @Override
  public String toString() {
    return "InboundMessage[destinations=" + destinations.size() + "]";
  }
}
