package io.strowger.sip.simulator;

import io.strowger.sip.media.G711;
import io.strowger.sip.prompt.Clip;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Listens to one call and recognises phrases of the prompt packs exactly: an utterance ends with a
 * fifth of a second of silence, and its fingerprint is looked up. Digits after "your code is" or "I
 * repeat" are a code. Fed by the media thread, read by the simulator's.
 */
final class Ear {
  /** Pauses between digits are longer, those inside a phrase shorter. */
  private static final int SILENCE_SAMPLES = 1600;

  private static final int CODES_MAX = 32;
  private static final int DIGITS_MAX = 32;
  private static final int KEYS_MAX = 64;

  private final SpokenClips clips;
  private final Fingerprint fingerprint = new Fingerprint();
  private final List<String> codes = new ArrayList<>();
  private final StringBuilder keys = new StringBuilder();
  private @Nullable StringBuilder code;
  private long samples;
  private int unrecognised;

  Ear(SpokenClips clips) {
    this.clips = clips;
  }

  synchronized void audio(G711 law, byte[] packet, int offset, int count) {
    samples += count;
    byte silence = law.silence();
    for (int i = offset; i < offset + count; i++) {
      fingerprint.octet(packet[i], silence);
      if (fingerprint.begun() && fingerprint.silent() >= SILENCE_SAMPLES) {
        utterance(fingerprint.take());
      }
    }
  }

  synchronized void key(char key) {
    if (keys.length() < KEYS_MAX) {
      keys.append(key);
    }
  }

  synchronized String keys() {
    return keys.toString();
  }

  /** Nothing more comes. */
  synchronized void end() {
    if (fingerprint.begun()) {
      utterance(fingerprint.take());
    }
    endOfCode();
  }

  private void utterance(long hash) {
    Clip clip = clips.of(hash);
    if (clip == null) {
      unrecognised++;
      endOfCode();
    } else if (clip == Clip.YOUR_CODE_IS || clip == Clip.I_REPEAT) {
      endOfCode();
      code = new StringBuilder();
    } else if (clip.name().startsWith("DIGIT_")) {
      StringBuilder open = code;
      if (open != null && open.length() < DIGITS_MAX) {
        open.append(clip.name().charAt(clip.name().length() - 1));
      }
    } else {
      endOfCode();
    }
  }

  private void endOfCode() {
    StringBuilder open = code;
    if (open != null && !open.isEmpty() && codes.size() < CODES_MAX) {
      codes.add(open.toString());
    }
    code = null;
  }

  synchronized long audioMillis() {
    return samples * 1000 / G711.RATE;
  }

  synchronized List<String> codes() {
    return List.copyOf(codes);
  }

  synchronized int unrecognised() {
    return unrecognised;
  }
}
