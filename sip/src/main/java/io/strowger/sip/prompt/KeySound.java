package io.strowger.sip.prompt;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.G711;
import java.util.List;

/** The two tones of each key (ITU-T Q.23), 120 ms long. */
final class KeySound {
  private static final String GRID = "123456789*0#";
  private static final int MILLIS = 120;
  private static final int[] ROWS = {697, 770, 852, 941};
  private static final int[] COLUMNS = {1209, 1336, 1477};

  /** Each tone about 9 dB below the loudest that can be said. */
  private static final double AMPLITUDE = 8_000;

  private static final List<AudioSource> SOUNDS =
      GRID.chars().<AudioSource>mapToObj(key -> sound(GRID.indexOf(key))).toList();

  private KeySound() {}

  static AudioSource of(char key) {
    return SOUNDS.get(GRID.indexOf(key));
  }

  private static AudioSource sound(int place) {
    int row = ROWS[place / COLUMNS.length];
    int column = COLUMNS[place % COLUMNS.length];
    short[] samples = new short[MILLIS * G711.RATE / 1000];
    for (int i = 0; i < samples.length; i++) {
      double turn = 2 * Math.PI * i / G711.RATE;
      samples[i] = (short) (AMPLITUDE * (Math.sin(turn * row) + Math.sin(turn * column)));
    }
    return new Recording(samples);
  }
}
