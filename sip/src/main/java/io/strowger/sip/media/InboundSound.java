package io.strowger.sip.media;

import org.jspecify.annotations.Nullable;

/** Listens to one call's inbound audio: what it sounds like, and keys that come as tones. */
final class InboundSound {
  /** The samples of the block that is looked at, one at a time on the pacing thread. */
  private static final ThreadLocal<float[]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[SoundClassifier.BLOCK]);

  private final MediaListener listener;
  private final SoundClassifier classifier = new SoundClassifier();
  private final KeyTones keys = new KeyTones();

  /** As it came: thousands of calls' samples as numbers would not fit the processor's cache. */
  private final byte[] held = new byte[SoundClassifier.BLOCK];

  private G711 heldLaw = G711.PCMA;
  private int filled;
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
    if (law != heldLaw) {
      heldLaw = law;
      filled = 0;
    }
    int from = offset;
    int left = count;
    while (left > 0) {
      int taken = Math.min(left, SoundClassifier.BLOCK - filled);
      System.arraycopy(packet, from, held, filled, taken);
      filled += taken;
      from += taken;
      left -= taken;
      if (filled == SoundClassifier.BLOCK) {
        analyse(law);
        filled = 0;
      }
    }
  }

  private void analyse(G711 law) {
    float[] block = SCRATCH.get();
    law.decode(held, 0, SoundClassifier.BLOCK, block);
    float energyOfFirst = energy(block, 0);
    float energyOfSecond = energy(block, KeyTones.BLOCK);
    if (detectKeys) {
      keys(block, 0, energyOfFirst);
      keys(block, KeyTones.BLOCK, energyOfSecond);
    }
    tell(classifier.block(block, energyOfFirst + energyOfSecond));
  }

  /** The sum of squares of one half, as four sums: one alone waits for its own last result. */
  private static float energy(float[] block, int from) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int i = from; i < from + KeyTones.BLOCK; i += 4) {
      a += block[i] * block[i];
      b += block[i + 1] * block[i + 1];
      c += block[i + 2] * block[i + 2];
      d += block[i + 3] * block[i + 3];
    }
    return a + b + c + d;
  }

  private void keys(float[] block, int from, float energy) {
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
