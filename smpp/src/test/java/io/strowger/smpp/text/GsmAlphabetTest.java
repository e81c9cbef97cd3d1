package io.strowger.smpp.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GsmAlphabetTest {

  @ParameterizedTest
  @CsvSource({
    "@, 00",
    "£, 01",
    "Ç, 09",
    "Δ, 10",
    "Ξ, 1A",
    "Æ, 1C",
    "É, 1F",
    "¤, 24",
    "¡, 40",
    "Ä, 5B",
    "§, 5F",
    "¿, 60",
    "ä, 7B",
    "à, 7F",
    "€, 1B65",
    "[, 1B3C",
    "^, 1B14",
    "|, 1B40",
    "~, 1B3D",
    "{, 1B28",
    "}, 1B29",
    "'\\', 1B2F",
    "], 1B3E",
    "A, 41",
    "0, 30"
  })
  void characters_have_the_septets_of_the_standard(String character, String hex) {
    byte[] septets = GsmAlphabet.encode(character);
    assertNotNull(septets);
    assertEquals(hex, HexFormat.of().withUpperCase().formatHex(septets));
    assertEquals(character, GsmAlphabet.decode(septets, 0, septets.length));
  }

  @Test
  void all_127_characters_and_ten_extensions_survive_the_way_there_and_back() {
    Set<Character> known = new HashSet<>();
    for (char c = 0; c < Character.MAX_VALUE; c++) {
      String text = String.valueOf(c);
      byte[] septets = GsmAlphabet.encode(text);
      assertEquals(septets == null ? -1 : septets.length, GsmAlphabet.septets(text));
      if (septets != null) {
        known.add(c);
        assertEquals(text, GsmAlphabet.decode(septets, 0, septets.length));
      }
    }
    assertEquals(137, known.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ç", "`", "\u001B", "\u0000", "ł", "中", "😀", "\uD800", "\uFFFF", "ª"})
  void other_characters_are_not_in_the_alphabet(String text) {
    assertNull(GsmAlphabet.encode("Your code " + text));
    assertEquals(-1, GsmAlphabet.septets("Your code " + text));
  }

  @Test
  void a_text_of_escaped_characters_alone_doubles() {
    byte[] septets = GsmAlphabet.encode("€".repeat(70) + "a" + "[".repeat(9));
    assertNotNull(septets);
    assertEquals(2 * 79 + 1, septets.length);
    assertEquals("€".repeat(70) + "a" + "[".repeat(9), GsmAlphabet.decode(septets, 0, 159));
  }

  @Test
  void an_unknown_escape_reads_as_the_default_character_and_a_lone_one_as_a_space() {
    assertEquals("a", GsmAlphabet.decode(new byte[] {0x1B, 'a'}, 0, 2));
    assertEquals("a ", GsmAlphabet.decode(new byte[] {'a', 0x1B}, 0, 2));
    assertEquals(" b", GsmAlphabet.decode(new byte[] {0x1B, 0x1B, 'b'}, 0, 3));
  }

  @Test
  void the_empty_text_has_no_septets() {
    assertArrayEquals(new byte[0], GsmAlphabet.encode(""));
    assertEquals(0, GsmAlphabet.septets(""));
  }
}
