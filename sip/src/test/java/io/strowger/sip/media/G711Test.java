package io.strowger.sip.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class G711Test {
  @Test
  void octets_of_the_recommendation_decode_to_its_values() {
    assertEquals(-32_124, G711.PCMU.decode((byte) 0x00));
    assertEquals(32_124, G711.PCMU.decode((byte) 0x80));
    assertEquals(0, G711.PCMU.decode((byte) 0xFF));
    assertEquals(8, G711.PCMA.decode((byte) 0xD5));
    assertEquals(-8, G711.PCMA.decode((byte) 0x55));
    assertEquals(32_256, G711.PCMA.decode((byte) 0xAA));
    assertEquals(-32_256, G711.PCMA.decode((byte) 0x2A));
  }

  @ParameterizedTest
  @EnumSource
  void what_is_decoded_encodes_to_the_same_sound(G711 law) {
    for (int octet = 0; octet < 256; octet++) {
      short sample = law.decode((byte) octet);
      assertEquals(sample, law.decode(law.encode(sample)), "octet " + octet);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_sample_loses_at_most_half_a_step(G711 law) {
    for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
      int error = Math.abs(law.decode(law.encode(sample)) - sample);
      int allowed =
          Math.max(8, (Math.abs(sample) + 132) / 32) + (Math.abs(sample) > 32_000 ? 700 : 0);
      assertTrue(error <= allowed, sample + " is off by " + error);
    }
  }

  @ParameterizedTest
  @EnumSource
  void silence_is_the_quietest_octet(G711 law) {
    assertTrue(Math.abs(law.decode(law.silence())) <= 8);
  }
}
