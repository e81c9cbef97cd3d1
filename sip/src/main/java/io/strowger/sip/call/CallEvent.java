package io.strowger.sip.call;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** What happens to one call. */
public sealed interface CallEvent {

  /** Make the call. */
  record Start() implements CallEvent {}

  /** An answer to the request that was sent under this number. */
  record Response(int ref, SipResponse response) implements CallEvent {}

  /** No final answer came in time. */
  record TimedOut(int ref) implements CallEvent {}

  /** The request could not be sent. */
  record Failed(int ref, String cause) implements CallEvent {}

  /** The connection of an INVITE with a provisional answer ended; it can still be taken back. */
  record Interrupted(int ref, String cause) implements CallEvent {}

  /** A request of the far end in one of the call's dialogs. */
  record Request(long key, SipRequest request) implements CallEvent {}

  /** The ACK of our 2xx. */
  record Ack(SipRequest ack) implements CallEvent {}

  /** Our final answer to a re-INVITE was never acknowledged. */
  record AckMissing(long key) implements CallEvent {}

  /** The description of the last {@link CallCommand.Describe} fits; media may flow. */
  record MediaAgreed() implements CallEvent {}

  /** It does not. */
  record MediaRefused(String why) implements CallEvent {}

  /** The answer to {@link CallCommand.Negotiate}; null when media refuses the offer. */
  record Negotiated(long key, SipRequest request, @Nullable String localSdp) implements CallEvent {}

  /** The first audio came from the far end. */
  record MediaSeen() implements CallEvent {}

  /** Its audio flowed and has stopped, though it does not hold the call. */
  record FarEndGone() implements CallEvent {}

  /** The far end sounds so. */
  record Heard(Sound sound) implements CallEvent {}

  record KeyPressed(char key) implements CallEvent {
    @Override
    public String toString() {
      return "KeyPressed[]";
    }
  }

  /** What the user had to hear was heard, or what had to be keyed was keyed. */
  record ScriptPlayed() implements CallEvent {}

  /** Nothing more is to be said. */
  record ScriptEnded() implements CallEvent {}

  /** The owner wants the call to end, whatever its state. */
  record HangUp(Disposition disposition, String why) implements CallEvent {}

  /** The time of {@link CallState#nextAlarmMillis} has come. */
  record Tick() implements CallEvent {}

  /** How the far end sounds. */
  enum Sound {
    VOICE,
    RINGBACK,
    BEEP,
    NOTHING
  }
}
