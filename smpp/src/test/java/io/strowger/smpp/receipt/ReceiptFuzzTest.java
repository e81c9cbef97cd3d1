package io.strowger.smpp.receipt;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import java.util.ArrayList;
import java.util.List;

/** Receipts from anywhere: nothing throws, and what is read is bounded. */
final class ReceiptFuzzTest {
  private static final int[] TAGS = {
    Tlv.RECEIPTED_MESSAGE_ID, Tlv.MESSAGE_STATE, Tlv.NETWORK_ERROR_CODE, Tlv.MESSAGE_PAYLOAD
  };

  @FuzzTest
  void any_deliver_sm_is_read_or_left(FuzzedDataProvider data) {
    int esmClass = data.pickValue(new int[] {0x04, 0x00, 0x20, 0x44, 0xFF});
    int dataCoding = data.pickValue(new int[] {0, 3, 8, 0xF0});
    List<Tlv> tlvs = new ArrayList<>();
    for (int i = data.consumeInt(0, 3); i > 0; i--) {
      int tag = data.pickValue(TAGS);
      tlvs.add(new Tlv(tag, data.consumeBytes(data.consumeInt(0, 200))));
    }
    IdFormat response = data.pickValue(IdFormat.values());
    IdFormat inReceipt = data.pickValue(IdFormat.values());
    byte[] octets = data.consumeRemainingAsBytes();
    ShortMessage message = Deliveries.of(esmClass, dataCoding, octets, tlvs);
    Receipt receipt = ReceiptParser.parse(message);
    if (receipt == null) {
      return;
    }
    check(!receipt.messageId().isEmpty() && receipt.messageId().length() <= 128);
    check(receipt.doneAtMillis() >= 0);
    check(receipt.error() == null || receipt.error().length() <= 16);
    check(!ReceiptError.read(receipt, CodeOverrides.NONE).code().isEmpty());
    List<String> candidates =
        new MessageIdDialect(response, inReceipt).fromReceipt(receipt.messageId());
    check(!candidates.isEmpty() && candidates.size() <= 3);
  }

  @FuzzTest
  void an_id_meets_itself_in_every_dialect(FuzzedDataProvider data) {
    IdFormat response = data.pickValue(IdFormat.values());
    String id = data.consumeRemainingAsString();
    MessageIdDialect same = new MessageIdDialect(response, response);
    check(same.fromReceipt(id).contains(same.fromResponse(id)));
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("does not hold");
    }
  }
}
