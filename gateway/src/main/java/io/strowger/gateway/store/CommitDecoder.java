package io.strowger.gateway.store;

import io.strowger.gateway.delivery.HeldReceipt;
import io.strowger.gateway.delivery.KeptData;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.delivery.ReceiptReading;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.zip.CRC32C;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Reads back what {@link CommitEncoder} wrote. For one thread. */
final class CommitDecoder {
  private final LongFunction<@Nullable SecretKey> keys;
  private final SecretBox box = new SecretBox();
  private final CRC32C crc = new CRC32C();

  /**
   * @param keys the data key of an id, null when it was shredded
   */
  CommitDecoder(LongFunction<@Nullable SecretKey> keys) {
    this.keys = keys;
  }

  record Commit(long keyId, List<JournalRecord> records) {}

  /**
   * @throws DamagedException when the body is not what was written at this place
   */
  Commit decode(long lsn, byte[] body) throws DamagedException {
    int end = body.length - Integer.BYTES;
    if (end < 1) {
      throw new DamagedException("body is too short");
    }
    int stored = new BodyReader(body, end, body.length).readInt();
    if (stored != CommitEncoder.checksum(crc, lsn, body, end)) {
      throw new DamagedException("checksum does not match");
    }
    BodyReader in = new BodyReader(body, 0, end);
    int version = in.readByte();
    if (version < CommitEncoder.OLDEST || version > CommitEncoder.VERSION) {
      throw new DamagedException("format " + version + " is not known to this version");
    }
    try {
      return readCommit(lsn, body, in, version);
    } catch (IllegalArgumentException e) {
      // A number or a message that its own record does not accept.
      throw new DamagedException("a value is out of range", e);
    }
  }

  private Commit readCommit(long lsn, byte[] body, BodyReader in, int version)
      throws DamagedException {
    long keyId = in.readVarint();
    int count = in.readCount();
    int changesAt = in.position();
    for (int i = 0; i < count; i++) {
      in.skip(1);
      in.skip(in.readInt());
    }
    int changesEnd = in.position();
    byte @Nullable [] texts = readTexts(lsn, keyId, body, in);
    BodyReader textsIn = texts == null ? null : new BodyReader(texts, 0, texts.length);
    BodyReader changes = new BodyReader(body, changesAt, changesEnd);
    List<JournalRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      records.add(readRecord(changes, textsIn, version));
    }
    if (texts != null) {
      Arrays.fill(texts, (byte) 0);
    }
    return new Commit(keyId, records);
  }

  private byte @Nullable [] readTexts(long lsn, long keyId, byte[] body, BodyReader in)
      throws DamagedException {
    if (in.readByte() == 0) {
      return null;
    }
    SecretKey key = keys.apply(keyId);
    return key == null ? null : box.open(key, keyId, lsn, body, in);
  }

  private static JournalRecord readRecord(BodyReader in, @Nullable BodyReader texts, int version)
      throws DamagedException {
    int kind = in.readByte();
    int length = in.readInt();
    int next = in.position() + length;
    JournalRecord read =
        switch (kind) {
          case CommitEncoder.OPENED -> readOpened(in, texts, version);
          case CommitEncoder.UPDATED, CommitEncoder.CLOSED, CommitEncoder.ANNOTATED ->
              new JournalRecord.Moved(
                  readId(in),
                  Snapshots.readState(in),
                  Snapshots.readAttempts(in, version),
                  kind == CommitEncoder.ANNOTATED);
          case CommitEncoder.RECEIPT_KEPT -> new JournalRecord.Kept(readReceipt(in));
          case CommitEncoder.NOTICE_KEPT -> new JournalRecord.Kept(readNotice(in, version));
          case CommitEncoder.DATA_KEPT -> new JournalRecord.Kept(readData(in, texts));
          case CommitEncoder.DROPPED -> new JournalRecord.Dropped(in.readLong());
          default -> throw new DamagedException("unknown kind of change " + kind);
        };
    if (in.position() != next) {
      throw new DamagedException("a change is not as long as it says");
    }
    return read;
  }

  private static JournalRecord readOpened(BodyReader in, @Nullable BodyReader texts, int version)
      throws DamagedException {
    MessageSpec spec = readSpec(in, texts, version);
    Message message =
        new Message(spec, Snapshots.readState(in), Snapshots.readAttempts(in, version));
    return new JournalRecord.Opened(message, texts != null);
  }

  private static Notice readNotice(BodyReader in, int version) throws DamagedException {
    long sequence = in.readLong();
    String channel = in.readString();
    long at = in.readVarint();
    MessageSpec spec = readSpec(in, null, version);
    Message message =
        new Message(spec, Snapshots.readState(in), Snapshots.readAttempts(in, version));
    return new Notice(sequence, channel, message, at);
  }

  private static KeptData readData(BodyReader in, @Nullable BodyReader texts)
      throws DamagedException {
    long sequence = in.readLong();
    String kind = in.readString();
    String data = in.readString();
    Secret secret = null;
    if (in.readByte() != 0) {
      secret = texts == null ? Secret.SHREDDED : new Secret(texts.readString());
    }
    return new KeptData(sequence, kind, data, secret);
  }

  private static MessageSpec readSpec(BodyReader in, @Nullable BodyReader texts, int version)
      throws DamagedException {
    MessageId id = readId(in);
    String account = in.readString();
    PhoneNumber to = new PhoneNumber(in.readString());
    String sender = in.readNullable();
    String language = in.readNullable();
    String reference = in.readNullable();
    String idempotencyKey = in.readNullable();
    long requestHash = in.readLong();
    Plan plan = Snapshots.readPlan(in, version);
    String door = in.readNullable();
    String origin = in.readNullable();
    long acceptedAt = in.readVarint();
    long expiresAt = in.readVarint();
    Secret text = Secret.SHREDDED;
    Secret code = null;
    if (texts != null) {
      text = new Secret(texts.readString());
      String codeText = texts.readNullable();
      code = codeText == null ? null : new Secret(codeText);
    }
    return new MessageSpec(
        id,
        account,
        to,
        text,
        code,
        sender,
        language,
        reference,
        idempotencyKey,
        requestHash,
        plan,
        door == null || origin == null ? null : new Origin(door, origin),
        acceptedAt,
        expiresAt);
  }

  private static MessageId readId(BodyReader in) throws DamagedException {
    return new MessageId(in.readLong(), in.readLong());
  }

  private static HeldReceipt readReceipt(BodyReader in) throws DamagedException {
    long sequence = in.readLong();
    String carrier = in.readString();
    int count = in.readCount();
    List<String> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(in.readString());
    }
    int kind = in.readByte();
    Refusal refusal = in.readByte() == 0 ? null : Snapshots.readRefusal(in);
    ReceiptReading reading =
        new ReceiptReading(
            switch (kind) {
              case 1 -> ReceiptReading.Kind.DELIVERED;
              case 2 -> ReceiptReading.Kind.NOT_DELIVERED;
              case 3 -> ReceiptReading.Kind.INTERMEDIATE;
              default -> throw new DamagedException("unknown kind of receipt " + kind);
            },
            refusal);
    return new HeldReceipt(
        sequence, carrier, List.copyOf(ids), reading, in.readVarint(), in.readVarint());
  }
}
