package io.strowger.sip.prompt;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.G711;
import java.util.Arrays;

/** Silence between two phrases. */
record Pause(int samples) implements AudioSource {
  static Pause millis(int millis) {
    return new Pause(millis * G711.RATE / 1000);
  }

  @Override
  public void read(int from, int count, G711 law, byte[] target, int offset) {
    Arrays.fill(target, offset, offset + count, law.silence());
  }
}
