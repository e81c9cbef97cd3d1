package io.strowger.sip.prompt;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads RIFF WAVE files of one kind: 8 kHz, mono, 16-bit PCM. */
final class WavFile {
  /** Half a minute. */
  static final int SAMPLES_MAX = 30 * 8000;

  private static final int PCM = 1;
  private static final int EXTENSIBLE = 0xFFFE;

  /** Below a hundredth of full scale nothing can be heard. */
  private static final int AUDIBLE = 328;

  private WavFile() {}

  /**
   * The samples.
   *
   * @param name for errors
   * @throws PromptError when it is of another kind, too long, empty, or silent
   */
  static short[] read(String name, byte[] file) throws PromptError {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (!tag(in).equals("RIFF") || in.getInt() < 0 || !tag(in).equals("WAVE")) {
        throw new PromptError(name + " is not a WAV file");
      }
      boolean formatSeen = false;
      while (true) {
        String tag = tag(in);
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
          throw new PromptError(name + " is cut off");
        }
        if (tag.equals("fmt ")) {
          format(name, in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN));
          formatSeen = true;
        } else if (tag.equals("data")) {
          if (!formatSeen) {
            throw new PromptError(name + " does not say its format before its data");
          }
          return samples(name, in, length);
        }
        in.position(in.position() + Math.min(in.remaining(), length + (length & 1)));
      }
    } catch (BufferUnderflowException e) {
      throw new PromptError(name + " is cut off");
    }
  }

  private static String tag(ByteBuffer in) {
    byte[] tag = new byte[4];
    in.get(tag);
    return new String(tag, StandardCharsets.ISO_8859_1);
  }

  private static void format(String name, ByteBuffer format) throws PromptError {
    int kind = format.getShort() & 0xFFFF;
    int channels = format.getShort();
    int rate = format.getInt();
    format.position(format.position() + 6);
    int bits = format.getShort();
    if (kind != PCM && kind != EXTENSIBLE) {
      throw new PromptError(name + " is compressed (format " + kind + "), must be PCM");
    }
    if (channels != 1) {
      throw new PromptError(name + " has " + channels + " channels, must be mono");
    }
    if (rate != 8000) {
      throw new PromptError(name + " has " + rate + " Hz, must be 8000 Hz");
    }
    if (bits != 16) {
      throw new PromptError(name + " has " + bits + " bits, must be 16-bit");
    }
  }

  private static short[] samples(String name, ByteBuffer in, int length) throws PromptError {
    if (length / 2 > SAMPLES_MAX) {
      throw new PromptError(name + " is longer than 30 s");
    }
    short[] samples = new short[length / 2];
    in.asShortBuffer().get(samples);
    int peak = 0;
    for (short sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    if (peak < AUDIBLE) {
      throw new PromptError(name + " is silent");
    }
    return samples;
  }
}
