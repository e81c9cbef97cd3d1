package io.strowger.sip.prompt;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.G711;
import java.util.Arrays;
import java.util.List;

/** Phrases and pauses one after the other. {@link #toString()} does not tell which. */
final class Speech implements AudioSource {
  private final AudioSource[] parts;

  /** Where each part ends. */
  private final int[] ends;

  Speech(List<? extends AudioSource> sources) {
    parts = sources.toArray(AudioSource[]::new);
    ends = new int[parts.length];
    int end = 0;
    for (int i = 0; i < parts.length; i++) {
      end = Math.addExact(end, parts[i].samples());
      ends[i] = end;
    }
  }

  @Override
  public int samples() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  @Override
  public void read(int from, int count, G711 law, byte[] target, int offset) {
    int position = from;
    int left = count;
    int at = offset;
    for (int part = partAt(position); part < parts.length && left > 0; part++) {
      int start = ends[part] - parts[part].samples();
      int take = Math.min(left, ends[part] - position);
      parts[part].read(position - start, take, law, target, at);
      position += take;
      at += take;
      left -= take;
    }
    Arrays.fill(target, at, at + left, law.silence());
  }

  /** The part in which this sample lies, by halving; after the end, one too many. */
  private int partAt(int position) {
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public String toString() {
    return "Speech[" + samples() / 8 + " ms]";
  }
}
