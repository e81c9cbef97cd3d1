package io.strowger.gateway.store;

import io.strowger.gateway.delivery.HeldReceipt;
import io.strowger.gateway.delivery.KeptData;
import io.strowger.gateway.delivery.KeptRecord;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.delivery.ReceiptReading;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.Secret;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Turns the changes of one commit into one journal body. For one thread; buffers are reused.
 *
 * <pre>
 * version:1 | key id:varint | count:varint | count × (kind:1 length:4 payload)
 *   | has texts:1 [nonce:8 length:4 sealed texts, in order] | CRC-32C:4
 * </pre>
 */
final class CommitEncoder {
  static final int VERSION = 3;

  /** The oldest format that is still read. */
  static final int OLDEST = 2;

  /** Plans have delays and attempts have calls since this format. */
  static final int CALLS_SINCE = 3;

  static final int OPENED = 1;
  static final int UPDATED = 2;
  static final int CLOSED = 3;
  static final int ANNOTATED = 4;
  static final int RECEIPT_KEPT = 5;
  static final int DROPPED = 6;
  static final int NOTICE_KEPT = 7;
  static final int DATA_KEPT = 8;

  private final BodyWriter out = new BodyWriter();
  private final BodyWriter texts = new BodyWriter();
  private final SecretBox box = new SecretBox();
  private final CRC32C crc = new CRC32C();

  /** The checksum covers the row's number too, so that a body in a foreign row is noticed. */
  static int checksum(CRC32C crc, long lsn, byte[] body, int length) {
    crc.reset();
    for (int shift = 56; shift >= 0; shift -= 8) {
      crc.update((int) (lsn >>> shift));
    }
    crc.update(body, 0, length);
    return (int) crc.getValue();
  }

  /** The body as an array of its own. */
  byte[] encode(
      long lsn, DataKey key, List<StoreChange> changes, List<? extends StoreChange> carried) {
    out.reset();
    try {
      out.putByte(VERSION);
      out.putVarint(key.id());
      out.putVarint(changes.size() + carried.size());
      for (int i = 0; i < carried.size(); i++) {
        write(carried.get(i));
      }
      for (int i = 0; i < changes.size(); i++) {
        write(changes.get(i));
      }
      if (texts.size() == 0) {
        out.putByte(0);
      } else {
        out.putByte(1);
        box.seal(key, lsn, texts, out);
      }
    } finally {
      texts.wipe();
    }
    out.putInt(checksum(crc, lsn, out.array(), out.size()));
    return out.copy();
  }

  private void write(StoreChange change) {
    switch (change) {
      case StoreChange.Opened opened -> writeOpened(opened.message());
      // An opening once more: recovery takes the last.
      case StoreChange.Replaced replaced -> writeOpened(replaced.message());
      case StoreChange.Updated updated -> writeSnapshot(UPDATED, updated.message());
      case StoreChange.Closed closed -> writeSnapshot(CLOSED, closed.message());
      case StoreChange.Annotated annotated -> writeSnapshot(ANNOTATED, annotated.message());
      case StoreChange.Keep keep -> writeKept(keep.kept());
      case StoreChange.Drop drop -> {
        int from = begin(DROPPED);
        out.putLong(drop.sequence());
        end(from);
      }
    }
  }

  private void writeOpened(Message message) {
    int from = begin(OPENED);
    writeSpec(message.spec());
    Snapshots.write(out, message);
    writeTexts(message.spec());
    end(from);
  }

  private void writeKept(KeptRecord kept) {
    switch (kept) {
      case HeldReceipt receipt -> {
        int from = begin(RECEIPT_KEPT);
        writeReceipt(receipt);
        end(from);
      }
      case Notice notice -> {
        int from = begin(NOTICE_KEPT);
        out.putLong(notice.sequence());
        out.putString(notice.channel());
        out.putVarint(notice.atMillis());
        writeSpec(notice.message().spec());
        Snapshots.write(out, notice.message());
        end(from);
      }
      case KeptData data -> {
        int from = begin(DATA_KEPT);
        out.putLong(data.sequence());
        out.putString(data.kind());
        out.putString(data.data());
        Secret secret = data.secret();
        out.putByte(secret == null ? 0 : 1);
        if (secret != null) {
          texts.putString(secret.reveal());
        }
        end(from);
      }
    }
  }

  private int begin(int kind) {
    out.putByte(kind);
    out.putInt(0);
    return out.size();
  }

  private void end(int from) {
    out.patchInt(from - 4, out.size() - from);
  }

  private void writeSnapshot(int kind, Message message) {
    int from = begin(kind);
    out.putLong(message.id().high());
    out.putLong(message.id().low());
    Snapshots.write(out, message);
    end(from);
  }

  private void writeSpec(MessageSpec spec) {
    out.putLong(spec.id().high());
    out.putLong(spec.id().low());
    out.putString(spec.account());
    out.putString(spec.to().e164());
    out.putNullable(spec.sender());
    out.putNullable(spec.language());
    out.putNullable(spec.reference());
    out.putNullable(spec.idempotencyKey());
    out.putLong(spec.requestHash());
    Snapshots.write(out, spec.plan());
    Origin origin = spec.origin();
    out.putNullable(origin == null ? null : origin.door());
    out.putNullable(origin == null ? null : origin.data());
    out.putVarint(spec.acceptedAtMillis());
    out.putVarint(spec.expiresAtMillis());
  }

  private void writeTexts(MessageSpec spec) {
    texts.putString(spec.text().reveal());
    Secret code = spec.code();
    texts.putNullable(code == null ? null : code.reveal());
  }

  private void writeReceipt(HeldReceipt receipt) {
    out.putLong(receipt.sequence());
    out.putString(receipt.carrier());
    List<String> ids = receipt.candidateIds();
    out.putVarint(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      out.putString(ids.get(i));
    }
    out.putByte(codeOf(receipt.reading()));
    writeNullableRefusal(receipt.reading());
    out.putVarint(receipt.receivedAtMillis());
    out.putVarint(receipt.untilMillis());
  }

  private void writeNullableRefusal(ReceiptReading reading) {
    if (reading.refusal() == null) {
      out.putByte(0);
    } else {
      out.putByte(1);
      Snapshots.writeRefusal(out, reading.refusal());
    }
  }

  private static int codeOf(ReceiptReading reading) {
    return switch (reading.kind()) {
      case DELIVERED -> 1;
      case NOT_DELIVERED -> 2;
      case INTERMEDIATE -> 3;
    };
  }
}
