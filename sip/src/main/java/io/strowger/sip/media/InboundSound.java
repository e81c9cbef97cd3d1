package io.strowger.sip.media;

/** Listens to one call's inbound audio. */
final class InboundSound {
  private final MediaListener listener;
  private boolean noise;

  InboundSound(MediaListener listener) {
    this.listener = listener;
  }

  void audio(G711 law, byte[] packet, int offset, int count) {
    noise = false;
  }

  void comfortNoise() {
    if (!noise) {
      noise = true;
      listener.classified(InboundAudio.COMFORT_NOISE);
    }
  }
}
