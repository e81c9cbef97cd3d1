package io.strowger.smpp.link;

import io.strowger.smpp.receipt.Receipt;
import java.util.List;

/**
 * A delivery receipt that waits for its acknowledgement: deliver_sm_resp leaves only when the owner
 * calls {@code SmppCarrier.acknowledge}.
 *
 * @param candidateIds canonical ids that may name the message, most likely first
 */
public record InboundReceipt(
    String carrier,
    String link,
    long linkEpoch,
    int sequenceNumber,
    Receipt receipt,
    List<String> candidateIds,
    long receivedAtMillis) {}
