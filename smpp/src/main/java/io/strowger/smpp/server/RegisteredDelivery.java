package io.strowger.smpp.server;

import io.strowger.smpp.receipt.ReceiptState;

/**
 * Which receipts a client asks for (SMPP 3.4 section 5.2.17; success alone is of 5.0).
 *
 * @param intermediate also states that are not final
 */
public record RegisteredDelivery(Final last, boolean intermediate) {
  private static final int FINAL_BITS = 0x03;
  private static final int INTERMEDIATE_BIT = 0x10;

  /** When the final state is reported. */
  public enum Final {
    NEVER,
    ALWAYS,
    ON_FAILURE,
    ON_SUCCESS
  }

  /** Reads the octet; acknowledgements of the user's are not ours to give. */
  public static RegisteredDelivery of(int octet) {
    Final last =
        switch (octet & FINAL_BITS) {
          case 1 -> Final.ALWAYS;
          case 2 -> Final.ON_FAILURE;
          case 3 -> Final.ON_SUCCESS;
          default -> Final.NEVER;
        };
    return new RegisteredDelivery(last, (octet & INTERMEDIATE_BIT) != 0);
  }

  /** What both ask for together, as the parts of one message do. */
  public RegisteredDelivery or(RegisteredDelivery other) {
    Final both = last == other.last || other.last == Final.NEVER ? last : Final.ALWAYS;
    return new RegisteredDelivery(
        last == Final.NEVER ? other.last : both, intermediate || other.intermediate);
  }

  /** Whether the client is owed a receipt for this state. */
  public boolean owes(ReceiptState state) {
    if (!state.isFinal()) {
      return intermediate;
    }
    return switch (last) {
      case NEVER -> false;
      case ALWAYS -> true;
      case ON_FAILURE -> state != ReceiptState.DELIVERED;
      case ON_SUCCESS -> state == ReceiptState.DELIVERED;
    };
  }
}
