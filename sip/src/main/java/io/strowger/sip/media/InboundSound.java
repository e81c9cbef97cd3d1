package io.strowger.sip.media;

import org.jspecify.annotations.Nullable;

/** Listens to one call's inbound audio: what it sounds like, and keys that come as tones. */
final class InboundSound {
  private final MediaListener listener;
  private final SoundClassifier classifier = new SoundClassifier();
  private final KeyTones keys = new KeyTones();
  private final float[] block = new float[SoundClassifier.BLOCK];
  private int filled;
  private float energyOfFirst;
  private float energyOfSecond;
  private boolean detectKeys;
  private @Nullable InboundAudio last;

  InboundSound(MediaListener listener) {
    this.listener = listener;
  }

  /**
   * Whether keys are to be heard in the sound: not where they come as telephone-events, since some
   * gateways send both and a press would count twice.
   */
  void detectKeys(boolean wanted) {
    detectKeys = wanted;
  }

  void audio(G711 law, byte[] packet, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      float sample = law.decode(packet[i]);
      if (filled < KeyTones.BLOCK) {
        energyOfFirst += sample * sample;
      } else {
        energyOfSecond += sample * sample;
      }
      block[filled++] = sample;
      if (filled == SoundClassifier.BLOCK) {
        analyse();
      }
    }
  }

  private void analyse() {
    if (detectKeys) {
      keys(0, energyOfFirst);
      keys(KeyTones.BLOCK, energyOfSecond);
    }
    tell(classifier.block(block, energyOfFirst + energyOfSecond));
    filled = 0;
    energyOfFirst = 0;
    energyOfSecond = 0;
  }

  private void keys(int from, float energy) {
    char key = keys.block(block, from, energy);
    if (key != 0) {
      listener.key(key);
    }
  }

  void comfortNoise() {
    tell(InboundAudio.COMFORT_NOISE);
  }

  private void tell(@Nullable InboundAudio audio) {
    if (audio != null && audio != last) {
      last = audio;
      listener.classified(audio);
    }
  }
}
