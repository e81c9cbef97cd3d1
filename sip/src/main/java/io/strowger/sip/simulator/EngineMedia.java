package io.strowger.sip.simulator;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.MediaPort;
import io.strowger.sip.media.Negotiation;

/** A call's media over real ports. */
record EngineMedia(MediaPort port) implements CallMedia {
  @Override
  public String offer() {
    return port.offer();
  }

  @Override
  public Negotiation answered(String remoteSdp) {
    return port.answered(remoteSdp);
  }

  @Override
  public Negotiation offered(String remoteSdp) {
    return port.offered(remoteSdp);
  }

  @Override
  public long play(AudioSource source) {
    return port.play(source);
  }

  @Override
  public void mute(boolean wanted) {
    port.mute(wanted);
  }

  @Override
  public void sendKey(char key) {
    port.sendKey(key);
  }

  @Override
  public void hearKeysTwice() {
    port.hearKeysTwice();
  }

  @Override
  public void close() {
    port.close();
  }
}
