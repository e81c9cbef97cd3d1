package io.strowger.smpp.codec;

/**
 * A frame that is not a readable PDU, with all that is needed to refuse it: a request is answered
 * by its own response (or generic_nack) with {@code commandStatus}, a response not at all.
 *
 * @param commandId 0 when the header was not readable
 * @param sequenceNumber 0 when the header was not readable (SMPP 3.4 section 4.3.1)
 * @param commandStatus the status to refuse it with, never 0
 * @param inStep false when the next PDU's beginning is lost (a command_length below 16 or above the
 *     cap): nothing more is read from that stream, so answer and close it
 */
public record MalformedPdu(int commandId, int sequenceNumber, int commandStatus, boolean inStep)
    implements Decoded {

  /** True when the peer waits for an answer: command_id has no response bit. */
  public boolean isRequest() {
    return commandId >= 0;
  }
}
