package io.strowger.smpp.receipt;

import org.jspecify.annotations.Nullable;

/**
 * What a carrier says of one message part (SMPP 3.4 appendix B), read from text, TLVs or both.
 *
 * @param messageId the carrier's id exactly as it stood in the receipt, TLV before text
 * @param error the carrier's {@code err} as written, null when absent
 * @param networkError the TLV network_error_code, null when absent
 * @param doneAtMillis epoch milliseconds of {@code done date} taken as UTC, for the standard names
 *     no zone; 0 when absent or unreadable
 */
public record Receipt(
    String messageId,
    ReceiptState state,
    @Nullable String error,
    @Nullable NetworkError networkError,
    long doneAtMillis) {}
