package io.strowger.sip.simulator;

import io.strowger.sip.media.G711;
import io.strowger.sip.media.InboundAudio;
import io.strowger.sip.media.MediaListener;

/** Hands what is heard to the call's ear, and its keys on, on the media thread. */
record CallListener(SimulatedCall call) implements MediaListener {
  @Override
  public void mediaSeen() {}

  @Override
  public void key(char key) {
    call.ear.key(key);
    CallMedia next = call.keysGoTo;
    if (next != null) {
      next.sendKey(key);
    }
  }

  @Override
  public void playEnded(long play) {}

  @Override
  public void classified(InboundAudio audio) {}

  @Override
  public void audio(G711 law, byte[] packet, int offset, int count) {
    call.ear.audio(law, packet, offset, count);
  }
}
