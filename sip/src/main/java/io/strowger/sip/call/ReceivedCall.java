package io.strowger.sip.call;

import io.strowger.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * One call that came in, to a number of our own; immutable. It is answered, listened to and ended:
 * never put through, never spoken to.
 *
 * <pre>
 * RINGING ─ half a second ─> ANSWERED ─ ACK ─> TALKING ─ our BYE ─> LEAVING ─ answered ─> OVER
 *    └── CANCEL: OVER            │                  └── their BYE: OVER   ^ └── 401: BYE again
 *                                └── no ACK: our BYE ──────────────────────┘
 * </pre>
 *
 * @param key of the INVITE's transaction
 * @param invite without its description
 * @param tag ours
 * @param contact ours, as a header
 * @param localSdp what we answer, or offer where {@code weOffer}
 * @param weOffer the INVITE came without a description: the answer comes in the ACK
 * @param dueMillis when it is answered, or ended at the latest
 * @param heardAtMillis when the far end was last known to send sound
 * @param packets of sound that had come by then
 * @param digest with which our BYE answers challenges
 * @param cseq of the last BYE of ours; 0 before the first
 */
public record ReceivedCall(
    Phase phase,
    long key,
    SipRequest invite,
    String tag,
    String contact,
    String localSdp,
    boolean weOffer,
    Dialog dialog,
    long dueMillis,
    long heardAtMillis,
    long packets,
    DigestSession digest,
    int cseq) {
  /** Time for the caller's network to connect the sound, and for a CANCEL. */
  static final long RING_MILLIS = 500;

  /** The longest that it is listened to. */
  static final long TALK_MILLIS = 60_000;

  /** Who sends no sound for so long is gone. */
  static final long SILENT_MILLIS = 10_000;

  /** As long as one BYE waits for its answer: what is asked then is not worth more. */
  static final long LEAVE_MILLIS = 32_000;

  /** Each of two credentials, and an old nonce: more is a loop. */
  static final int BYES_MAX = 4;

  /** Where it stands. */
  public enum Phase {
    RINGING,
    ANSWERED,
    TALKING,
    /** Without sound; our BYE waits for its answer. */
    LEAVING,
    OVER
  }

  /** When {@link ReceivedEvent.Tick} must come at the latest; Long.MAX_VALUE for never. */
  public long nextAlarmMillis() {
    return switch (phase) {
      case RINGING -> dueMillis;
      // The transaction tells of the ACK, or that none came.
      case ANSWERED, OVER -> Long.MAX_VALUE;
      case LEAVING -> dueMillis;
      case TALKING -> Math.min(dueMillis, heardAtMillis + SILENT_MILLIS);
    };
  }

  public boolean over() {
    return phase == Phase.OVER;
  }

  /** Whether a To tag in a request of the far end is ours. */
  public boolean isTo(@Nullable String toTag) {
    return tag.equals(toTag);
  }

  ReceivedCall at(Phase next, long due, long heardAt) {
    return new ReceivedCall(
        next, key, invite, tag, contact, localSdp, weOffer, dialog, due, heardAt, packets, digest,
        cseq);
  }

  ReceivedCall with(Dialog moved, String sdp) {
    return new ReceivedCall(
        phase,
        key,
        invite,
        tag,
        contact,
        sdp,
        weOffer,
        moved,
        dueMillis,
        heardAtMillis,
        packets,
        digest,
        cseq);
  }

  ReceivedCall heard(long count, long now) {
    return new ReceivedCall(
        phase, key, invite, tag, contact, localSdp, weOffer, dialog, dueMillis, now, count, digest,
        cseq);
  }

  ReceivedCall with(DigestSession shown, int sent) {
    return new ReceivedCall(
        phase,
        key,
        invite,
        tag,
        contact,
        localSdp,
        weOffer,
        dialog,
        dueMillis,
        heardAtMillis,
        packets,
        shown,
        sent);
  }

  @Override
  public String toString() {
    return "ReceivedCall[" + phase + "]";
  }
}
