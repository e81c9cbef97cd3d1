package io.strowger.sip.trunk;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.InboundAudio;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.media.MediaStatistics;
import io.strowger.sip.media.MediaUnavailable;
import io.strowger.sip.media.Negotiation;

/** The media of calls: the real engine, or a simulated one. */
public interface TrunkMedia {
  /**
   * Media for one call.
   *
   * @throws MediaUnavailable when there are too many calls, or no free port
   */
  Line open(MediaRequest request, Events events) throws MediaUnavailable;

  /** See {@link io.strowger.sip.media.MediaPort}. */
  interface Line {
    String offer();

    Negotiation answered(String remoteSdp);

    Negotiation offered(String remoteSdp);

    long play(AudioSource audio);

    /** See {@link io.strowger.sip.media.MediaPort#hearKeysTwice}. */
    default void hearKeysTwice() {}

    /** RTP packets from the negotiated peer so far; may be a second old. */
    long packetsReceived();

    /** Counts of the call so far; may be a second old. */
    default MediaStatistics statistics() {
      return MediaStatistics.NONE;
    }

    void close();
  }

  /** May be called by any thread. */
  interface Events {
    void seen();

    void key(char key);

    void playEnded(long play);

    void sounds(InboundAudio audio);
  }
}
