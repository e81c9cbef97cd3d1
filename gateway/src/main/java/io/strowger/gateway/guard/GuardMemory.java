package io.strowger.gateway.guard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the guard remembers for longer than messages are at hand at a restart: blocks in force, two
 * weeks of traffic by country, and what was spent today. Small: a few octets for each hour in which
 * a country had messages.
 *
 * @param asOfMillis what was accepted before is in it
 */
public record GuardMemory(
    long asOfMillis, List<PumpingBlock> blocks, List<AccountTraffic> accounts) {
  private static final int VERSION = 1;
  private static final int ENTRIES_MAX = 50_000_000;

  public GuardMemory {
    blocks = List.copyOf(blocks);
    accounts = List.copyOf(accounts);
  }

  /**
   * One account's.
   *
   * @param firstHour the account's first, in hours since 1970; 0 for none
   * @param spendingDay in days since 1970
   */
  public record AccountTraffic(
      String account, long firstHour, long spendingDay, long spentMicros, List<CountryHour> hours) {
    public AccountTraffic {
      hours = List.copyOf(hours);
    }
  }

  /** Messages of one hour, in hours since 1970, to one country. */
  public record CountryHour(int callingCode, long hour, int count) {}

  /** As octets that {@link #decode} reads. */
  public byte[] encode() {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(octets)) {
      out.writeByte(VERSION);
      out.writeLong(asOfMillis);
      out.writeInt(blocks.size());
      for (PumpingBlock block : blocks) {
        out.writeUTF(block.account());
        out.writeUTF(block.prefix());
        out.writeByte(block.hiddenDigits());
        out.writeLong(block.untilMillis());
        out.writeInt(block.repeats());
      }
      out.writeInt(accounts.size());
      for (AccountTraffic account : accounts) {
        out.writeUTF(account.account());
        out.writeLong(account.firstHour());
        out.writeLong(account.spendingDay());
        out.writeLong(account.spentMicros());
        out.writeInt(account.hours().size());
        for (CountryHour hour : account.hours()) {
          out.writeShort(hour.callingCode());
          out.writeInt((int) hour.hour());
          out.writeInt(hour.count());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toByteArray();
  }

  /**
   * @throws IllegalArgumentException when the octets are of another version, or damaged
   */
  public static GuardMemory decode(byte[] octets) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
      if (in.readByte() != VERSION) {
        throw new IllegalArgumentException("guard memory of another version");
      }
      long asOf = in.readLong();
      List<PumpingBlock> blocks = new ArrayList<>();
      for (int left = size(in); left > 0; left--) {
        blocks.add(block(in));
      }
      List<AccountTraffic> accounts = new ArrayList<>();
      for (int left = size(in); left > 0; left--) {
        accounts.add(account(in));
      }
      return new GuardMemory(asOf, blocks, accounts);
    } catch (IOException e) {
      throw new IllegalArgumentException("damaged guard memory", e);
    }
  }

  private static PumpingBlock block(DataInputStream in) throws IOException {
    PumpingBlock block =
        new PumpingBlock(in.readUTF(), in.readUTF(), in.readByte(), in.readLong(), in.readInt());
    if (!block.prefix().matches("\\+[0-9]{1,15}")) {
      throw new IllegalArgumentException("damaged guard memory");
    }
    return block;
  }

  private static AccountTraffic account(DataInputStream in) throws IOException {
    String account = in.readUTF();
    long firstHour = in.readLong();
    long day = in.readLong();
    long spent = in.readLong();
    List<CountryHour> hours = new ArrayList<>();
    for (int left = size(in); left > 0; left--) {
      int code = in.readUnsignedShort();
      if (code < 1 || code > 999) {
        throw new IllegalArgumentException("damaged guard memory");
      }
      hours.add(new CountryHour(code, in.readInt(), in.readInt()));
    }
    return new AccountTraffic(account, firstHour, day, spent, hours);
  }

  private static int size(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > ENTRIES_MAX) {
      throw new IllegalArgumentException("damaged guard memory");
    }
    return size;
  }
}
