package io.strowger.smpp.receipt;

import java.util.Map;

/**
 * What one carrier means by its own codes, where it differs from the common reading.
 *
 * @param commandStatus by command_status
 * @param receiptError by the receipt's {@code err} as the carrier writes it, or without its leading
 *     zeros
 */
public record CodeOverrides(
    Map<Integer, Disposition> commandStatus, Map<String, Disposition> receiptError) {
  public static final CodeOverrides NONE = new CodeOverrides(Map.of(), Map.of());

  public CodeOverrides {
    commandStatus = Map.copyOf(commandStatus);
    receiptError = Map.copyOf(receiptError);
  }
}
