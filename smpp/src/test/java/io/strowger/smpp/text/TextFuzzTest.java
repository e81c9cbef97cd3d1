package io.strowger.smpp.text;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.text.Reassembler.Result;
import java.util.ArrayList;
import java.util.List;

/** Texts and parts from anywhere: nothing throws, nothing is lost, nothing grows without bound. */
final class TextFuzzTest {
  private static final int OCTETS_MAX = 4_096;
  private static final int MESSAGES_MAX = 4;

  @FuzzTest
  void every_text_comes_out_as_it_went_in(FuzzedDataProvider data) {
    Encoding encoding = data.pickValue(Encoding.values());
    Segmentation segmentation = data.pickValue(Segmentation.values());
    int reference = data.consumeInt();
    String text = data.consumeRemainingAsString();
    List<TextPart> parts = Segmenter.split(text, encoding, segmentation, reference);
    if (parts.isEmpty()) {
      check(Segmenter.segments(text, encoding, segmentation) > Segmenter.PARTS_MAX);
      return;
    }
    Reassembler reassembler = new Reassembler(1, 1 << 20, 1_000);
    Result last = new Result.Waiting();
    for (TextPart part : parts) {
      check(part.shortMessage().length <= 160);
      last = reassembler.accept(Messages.of(part), 0);
    }
    check(last.equals(new Result.Whole(wellFormed(text))));
  }

  @FuzzTest
  void parts_from_anywhere_are_taken_within_bounds(FuzzedDataProvider data) {
    Reassembler reassembler = new Reassembler(MESSAGES_MAX, OCTETS_MAX, 1_000);
    long now = 0;
    while (data.remainingBytes() > 0) {
      now += data.consumeInt(0, 400);
      int esmClass = data.pickValue(new int[] {0, 0x40, 0xFF});
      int dataCoding = data.consumeInt(0, 255);
      Address destination = new Address(1, 1, data.pickValue(new String[] {"1", "2"}));
      List<Tlv> tlvs = new ArrayList<>();
      for (int i = data.consumeInt(0, 3); i > 0; i--) {
        int tag = 0x020C + data.consumeInt(0, 3);
        tlvs.add(new Tlv(tag, data.consumeBytes(data.consumeInt(0, 3))));
      }
      byte[] octets = data.consumeBytes(data.consumeInt(0, 254));
      ShortMessage message =
          Messages.of(new TextPart(esmClass, dataCoding, octets, tlvs), destination);
      reassembler.accept(message, now);
      check(reassembler.waiting() <= MESSAGES_MAX);
      check(reassembler.octetsHeld() <= OCTETS_MAX);
    }
  }

  /** Half a surrogate pair is sent as U+FFFD. */
  private static String wellFormed(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("does not hold");
    }
  }
}
