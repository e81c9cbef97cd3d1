package io.strowger.smpp.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReceiptTextTest {
  private static final String STANDARD =
      "id:7f sub:001 dlvrd:001 submit date:2611221530 done date:2611221531 stat:DELIVRD err:000"
          + " text:Your code";
  private static final String CHARACTERS = "id:sub stat:err: text:0123 \0;_date:done";

  @Test
  void the_short_cut_reads_what_the_scan_reads() {
    int same = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      byte[] octets = changed(new Random(seed)).getBytes(StandardCharsets.ISO_8859_1);
      List<Object> read = all(ReceiptText.read(octets, 0, octets.length));
      assertEquals(all(ReceiptText.scanned(octets, 0, octets.length)), read, "seed " + seed);
      same += read.get(0) == null ? 0 : 1;
    }
    assertTrue(same > 10_000, "hardly any receipt was readable: " + same);
  }

  /** The standard's form with a few characters changed, put in or left out. */
  private static String changed(Random random) {
    StringBuilder text = new StringBuilder(STANDARD);
    for (int i = random.nextInt(5); i > 0; i--) {
      int at = random.nextInt(text.length());
      char c = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, c);
        case 1 -> text.insert(at, c);
        default -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
      }
    }
    return text.toString();
  }

  private static List<Object> all(ReceiptText text) {
    return new ArrayList<>(
        Arrays.asList(
            text.id(), text.state(), text.error(), text.doneAtMillis(), text.isUnmistakable()));
  }
}
