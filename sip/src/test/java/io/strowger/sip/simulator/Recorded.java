package io.strowger.sip.simulator;

import io.strowger.sip.media.G711;
import io.strowger.sip.prompt.PromptPack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a telephone of others has recorded. */
public final class Recorded {
  private static final int WAV_HEADER_OCTETS = 44;

  private Recorded() {}

  /**
   * @param wav 16 bits, 8 kHz; companded again it is octet by octet what was sent
   * @return the codes that are spoken in it, in the words of this pack
   */
  public static List<String> codes(PromptPack pack, Path wav) throws IOException {
    ByteBuffer samples = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
    samples.position(WAV_HEADER_OCTETS);
    byte[] octets = new byte[samples.remaining() / 2];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = G711.PCMA.encode(samples.getShort());
    }
    Ear ear = new Ear(new SpokenClips(List.of(pack)));
    ear.audio(G711.PCMA, octets, 0, octets.length);
    ear.end();
    return ear.codes();
  }
}
