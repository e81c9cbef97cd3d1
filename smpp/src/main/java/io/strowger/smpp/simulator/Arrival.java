package io.strowger.smpp.simulator;

/**
 * A whole message that the simulated carrier accepted. {@link #toString()} never shows the text.
 *
 * @param messageId as submit_sm_resp told it; of the last part for a long message
 * @param text decoded, all parts joined
 * @param parts how many submit_sm it took
 * @param validityPeriod as it stood in the (last) submit_sm
 * @param receivedAtMicros epoch microseconds of the (last) submit_sm
 */
public record Arrival(
    String systemId,
    String messageId,
    String source,
    String destination,
    String text,
    int parts,
    String validityPeriod,
    Fate fate,
    long receivedAtMicros) {

  public long receivedAtMillis() {
    return receivedAtMicros / 1000;
  }

  @Override
  public String toString() {
    return "Arrival[" + messageId + ", parts=" + parts + ", " + fate + "]";
  }
}
