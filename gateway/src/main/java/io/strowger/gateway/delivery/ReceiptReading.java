package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A receipt in the domain's words.
 *
 * @param refusal why it did not arrive; only with NOT_DELIVERED
 */
public record ReceiptReading(Kind kind, @Nullable Refusal refusal) {
  public enum Kind {
    DELIVERED,
    NOT_DELIVERED,
    /** Still on its way; says nothing final. */
    INTERMEDIATE
  }
}
