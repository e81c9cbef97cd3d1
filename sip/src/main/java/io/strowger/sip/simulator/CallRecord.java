package io.strowger.sip.simulator;

import java.util.List;

/**
 * One call that ended. {@link #toString()} shows neither numbers nor codes.
 *
 * @param from the user part of From
 * @param to the user part of the Request-URI
 * @param status the final answer; 0 for none
 * @param talkMillis from the ACK to the BYE; 0 when it was not answered
 * @param audioMillis of audio that came
 * @param codes each time digits were spoken after "your code is" or "I repeat", as recognised
 * @param unrecognised utterances that match no phrase of the packs, as after packet loss
 * @param keys pressed at the simulator's end
 * @param keysHeard the first that came from the caller, as tones or events
 * @param receivedAtMillis of the INVITE, epoch milliseconds
 */
public record CallRecord(
    String callId,
    String from,
    String to,
    CallFate fate,
    int status,
    long talkMillis,
    long audioMillis,
    List<String> codes,
    int unrecognised,
    String keys,
    String keysHeard,
    long receivedAtMillis) {
  public CallRecord {
    codes = List.copyOf(codes);
  }

  @Override
  public String toString() {
    return "CallRecord[" + fate + ", " + status + ", " + audioMillis + " ms heard]";
  }
}
