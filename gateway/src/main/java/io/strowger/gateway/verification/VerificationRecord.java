package io.strowger.gateway.verification;

import io.strowger.gateway.account.CodeAlphabet;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.verification.Verification.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verification as the bytes that are kept: a version, then the fields in the order of their
 * records. Texts have two octets of length, lists one.
 */
public final class VerificationRecord {
  private static final int VERSION = 1;
  private static final int OPAQUE_MAX = 32_768;
  private static final int FIRST_BYTES = 512;

  /** Their places in these lists are on disk: what is new comes last. */
  private static final List<Status> STATUSES =
      List.of(Status.PENDING, Status.APPROVED, Status.FAILED, Status.CANCELLED);

  private static final List<CodeAlphabet> ALPHABETS =
      List.of(CodeAlphabet.DIGITS, CodeAlphabet.UNAMBIGUOUS);

  private static final List<Channel> CHANNELS = List.of(Channel.SMS, Channel.VOICE);

  private VerificationRecord() {}

  public static byte[] encode(Verification verification) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      write(out, verification.spec());
      out.writeByte(placeOf(verification.status(), STATUSES));
      HeldCode held = verification.held();
      if (held != null) {
        write(out, held.nonce());
        write(out, held.hash());
        write(out, held.text());
      }
      out.writeByte(verification.failedAtMillis().size());
      for (long at : verification.failedAtMillis()) {
        out.writeLong(at);
      }
      out.writeByte(verification.messages().size());
      for (MessageId id : verification.messages()) {
        out.writeLong(id.high());
        out.writeLong(id.low());
      }
      out.writeLong(verification.lastSentAtMillis());
      out.writeLong(verification.endedAtMillis());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, VerificationSpec spec) throws IOException {
    out.writeLong(spec.id().high());
    out.writeLong(spec.id().low());
    out.writeUTF(spec.account());
    out.writeUTF(spec.to().e164());
    write(out, spec.rules());
    out.writeByte(spec.channels().size());
    for (Channel channel : spec.channels()) {
      out.writeByte(placeOf(channel, CHANNELS));
    }
    write(out, spec.sender());
    write(out, spec.language());
    write(out, spec.reference());
    write(out, spec.idempotencyKey());
    out.writeLong(spec.requestHash());
    out.writeLong(spec.messageTtlMaxMillis());
    out.writeLong(spec.startedAtMillis());
    out.writeLong(spec.expiresAtMillis());
  }

  private static void write(DataOutputStream out, VerificationRules rules) throws IOException {
    out.writeByte(rules.codeLength());
    out.writeBoolean(rules.shortCodes());
    out.writeByte(placeOf(rules.alphabet(), ALPHABETS));
    out.writeByte(rules.checksMax());
    out.writeByte(rules.failedChecksMax());
    out.writeLong(rules.failedWindowMillis());
    out.writeLong(rules.ttlMillis());
    out.writeByte(rules.resendsMax());
    out.writeLong(rules.resendIntervalMillis());
  }

  private static void write(DataOutputStream out, @Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  private static void write(DataOutputStream out, Opaque opaque) throws IOException {
    out.writeShort(opaque.length());
    out.write(opaque.bytes());
  }

  /**
   * @throws DamagedRecordException when the bytes are not exactly one verification
   */
  public static Verification decode(byte[] bytes) throws DamagedRecordException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new DamagedRecordException("a verification of version " + version);
      }
      Verification verification = read(in);
      if (in.read() >= 0) {
        throw new DamagedRecordException("a verification with something behind it");
      }
      return verification;
    } catch (IOException | IllegalArgumentException e) {
      // What the readers say may quote what they read.
      throw new DamagedRecordException("a verification that cannot be read: " + e.getClass());
    }
  }

  private static Verification read(DataInputStream in) throws IOException {
    VerificationSpec spec = spec(in);
    Status status = pick(STATUSES, in.readUnsignedByte());
    HeldCode held =
        status == Status.PENDING ? new HeldCode(opaque(in), opaque(in), opaque(in)) : null;
    List<Long> failed = new ArrayList<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      failed.add(in.readLong());
    }
    List<MessageId> messages = new ArrayList<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      messages.add(new MessageId(in.readLong(), in.readLong()));
    }
    return new Verification(spec, status, held, failed, messages, in.readLong(), in.readLong());
  }

  private static VerificationSpec spec(DataInputStream in) throws IOException {
    VerificationId id = new VerificationId(in.readLong(), in.readLong());
    String account = in.readUTF();
    PhoneNumber to = new PhoneNumber(in.readUTF());
    VerificationRules rules = rules(in);
    List<Channel> channels = new ArrayList<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      channels.add(pick(CHANNELS, in.readUnsignedByte()));
    }
    return new VerificationSpec(
        id,
        account,
        to,
        rules,
        channels,
        text(in),
        text(in),
        text(in),
        text(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }

  private static VerificationRules rules(DataInputStream in) throws IOException {
    return new VerificationRules(
        in.readUnsignedByte(),
        in.readBoolean(),
        pick(ALPHABETS, in.readUnsignedByte()),
        in.readUnsignedByte(),
        in.readUnsignedByte(),
        in.readLong(),
        in.readLong(),
        in.readUnsignedByte(),
        in.readLong());
  }

  private static <T> T pick(List<T> values, int place) {
    if (place >= values.size()) {
      throw new IllegalArgumentException("no such value");
    }
    return values.get(place);
  }

  private static <T> int placeOf(T value, List<T> values) {
    int place = values.indexOf(value);
    if (place < 0) {
      throw new IllegalArgumentException("has no place on disk: " + value);
    }
    return place;
  }

  private static @Nullable String text(DataInputStream in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  private static Opaque opaque(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    if (length > OPAQUE_MAX) {
      throw new IllegalArgumentException("too long");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new Opaque(bytes);
  }
}
