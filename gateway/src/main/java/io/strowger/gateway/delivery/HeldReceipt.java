package io.strowger.gateway.delivery;

import java.util.List;

/**
 * A receipt in the durable inbox: it came before the answer to its submit_sm.
 *
 * @param sequence unique key, ascending
 * @param candidateIds canonical ids that may name the message, most likely first
 * @param untilMillis epoch milliseconds; after it the receipt is dropped as unmatched
 */
public record HeldReceipt(
    long sequence,
    String carrier,
    List<String> candidateIds,
    ReceiptReading reading,
    long receivedAtMillis,
    long untilMillis)
    implements KeptRecord {}
