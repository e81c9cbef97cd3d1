package io.strowger.sip.simulator;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.MediaListener;
import io.strowger.sip.media.MediaUnavailable;
import io.strowger.sip.media.Negotiation;

/** One simulated call's media, as far as the simulator needs it; a test may bring its own. */
public interface CallMedia {
  String offer();

  Negotiation answered(String remoteSdp);

  Negotiation offered(String remoteSdp);

  long play(AudioSource source);

  void mute(boolean wanted);

  void sendKey(char key);

  /** See {@link io.strowger.sip.media.MediaPort#hearKeysTwice}. */
  default void hearKeysTwice() {}

  void close();

  /** Gives each call its media. */
  @FunctionalInterface
  interface Desk {
    CallMedia open(MediaListener listener, boolean encrypted) throws MediaUnavailable;
  }
}
