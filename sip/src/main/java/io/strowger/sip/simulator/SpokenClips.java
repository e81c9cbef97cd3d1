package io.strowger.sip.simulator;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.G711;
import io.strowger.sip.prompt.Clip;
import io.strowger.sip.prompt.PromptPack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every phrase of some packs by the fingerprint that {@link Ear} takes of it. */
final class SpokenClips {
  private final Map<Long, Clip> byFingerprint = new HashMap<>();

  SpokenClips(List<PromptPack> packs) {
    for (PromptPack pack : packs) {
      for (Clip clip : Clip.values()) {
        for (G711 law : G711.values()) {
          byFingerprint.put(fingerprint(pack.clip(clip), law), clip);
        }
      }
    }
  }

  private static long fingerprint(AudioSource source, G711 law) {
    byte[] octets = new byte[source.samples()];
    source.read(0, octets.length, law, octets, 0);
    Fingerprint fingerprint = new Fingerprint();
    for (byte octet : octets) {
      fingerprint.octet(octet, law.silence());
    }
    return fingerprint.take();
  }

  @Nullable Clip of(long fingerprint) {
    return byFingerprint.get(fingerprint);
  }

  int size() {
    return byFingerprint.size();
  }
}
