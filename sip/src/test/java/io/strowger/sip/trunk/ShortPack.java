package io.strowger.sip.trunk;

import io.strowger.sip.prompt.Clip;
import io.strowger.sip.prompt.PromptPack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Phrases of a tenth of a second, for tests in which nobody listens to words. */
final class ShortPack {
  private static final int SAMPLES = 800;
  private static final int RATE = 8_000;

  private ShortPack() {}

  static PromptPack in(Path folder) throws IOException {
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(octets("RIFF")).putInt(36 + 2 * SAMPLES).put(octets("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
    wav.putShort((short) 2).putShort((short) 16).put(octets("data")).putInt(2 * SAMPLES);
    for (int i = 0; i < SAMPLES; i++) {
      wav.putShort((short) (8_000 * Math.sin(i * 0.7) * Math.sin(i * 0.013)));
    }
    for (Clip clip : Clip.values()) {
      Files.write(folder.resolve(clip.file()), wav.array());
    }
    return PromptPack.load("en", folder);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
