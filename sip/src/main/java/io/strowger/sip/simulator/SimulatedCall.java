package io.strowger.sip.simulator;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** One call at the carrier's side. */
final class SimulatedCall {
  final SipRequest invite;
  final Flow flow;
  final long serverKey;
  final String tag;
  final String destination;
  final CallDice.Decision decision;
  final TrunkDials dials;
  final Ear ear;
  final long receivedAtMillis;
  final StringBuilder keys = new StringBuilder();
  @Nullable CallMedia media;

  /** Its way back to a client's own number, and the sound of that; null for all other calls. */
  Forwards.@Nullable Leg back;

  volatile @Nullable CallMedia keysGoTo;
  String localSdp = "";

  /** The answer to the caller's offer failed, or there is no media port: 488 or 503. */
  int mediaFault;

  int status;
  boolean cancelled;
  boolean acknowledged;
  boolean ended;
  boolean heard;
  long acknowledgedAtMillis;
  long talkMillis;
  long cseq = 1;

  /** RSeq of the reliable 18x that waits for its PRACK, 0 for none. */
  long unacknowledgedRseq;

  /** The answer is due and waits for the PRACK. */
  boolean answerWaits;

  SimulatedCall(
      SipRequest invite,
      Flow flow,
      long serverKey,
      String tag,
      String destination,
      CallDice.Decision decision,
      TrunkDials dials,
      Ear ear,
      long nowMillis) {
    this.invite = invite;
    this.flow = flow;
    this.serverKey = serverKey;
    this.tag = tag;
    this.destination = destination;
    this.decision = decision;
    this.dials = dials;
    this.ear = ear;
    this.receivedAtMillis = nowMillis;
  }

  /** A final answer was given. */
  boolean answered() {
    return status != 0;
  }

  void closeMedia() {
    CallMedia open = media;
    if (open != null) {
      open.close();
      media = null;
    }
    ear.end();
  }
}
