package io.strowger.sip.media;

/**
 * Sound of a known length, read in order by the pacing thread: it must neither block nor allocate.
 * Immutable, so that many calls may share it.
 */
public interface AudioSource {
  /** The length in samples at 8 kHz. */
  int samples();

  /**
   * Writes {@code count} octets of companded audio from {@code from} on; beyond the end, silence.
   *
   * @param from 0 or more
   */
  void read(int from, int count, G711 law, byte[] target, int offset);
}
