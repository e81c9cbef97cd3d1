package io.strowger.smpp.text;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Joins the parts of long messages, in any order and repeated, within bounds of number, octets and
 * time. For one thread.
 */
public final class Reassembler {
  private final int messagesMax;
  private final int octetsMax;
  private final long ageMaxMillis;
  private final Map<Key, Parts> open = new LinkedHashMap<>();
  private int octetsHeld;
  private long abandoned;

  /** What became of a part. */
  public sealed interface Result {
    /** The text is complete. */
    record Whole(String text) implements Result {
      @Override
      public String toString() {
        return "Whole[]";
      }
    }

    /** Other parts are still missing. */
    record Waiting() implements Result {}

    /** The bounds are reached: nothing was kept, the sender should try again later. */
    record Full() implements Result {}
  }

  private record Key(Address source, Address destination, int reference, int total) {}

  private static final class Parts {
    final byte[] @Nullable [] octets;
    final long sinceMillis;
    int missing;

    Parts(int total, long sinceMillis) {
      this.octets = new byte[total][];
      this.sinceMillis = sinceMillis;
      this.missing = total;
    }
  }

  /**
   * @param messagesMax incomplete messages held at once
   * @param octetsMax octets of their parts
   * @param ageMaxMillis from the first part on; then an incomplete message is abandoned
   */
  public Reassembler(int messagesMax, int octetsMax, long ageMaxMillis) {
    this.messagesMax = messagesMax;
    this.octetsMax = octetsMax;
    this.ageMaxMillis = ageMaxMillis;
  }

  /** Takes one PDU; one that is no part of a long message is whole at once. */
  public Result accept(ShortMessage message, long nowMillis) {
    ReceivedText received = ReceivedText.of(message);
    Concatenation place = received.place();
    if (place == null || place.total() == 1) {
      return new Result.Whole(received.text());
    }
    abandonOld(nowMillis);
    Key key = new Key(message.source(), message.destination(), place.reference(), place.total());
    Parts parts = open.get(key);
    if (parts != null && isOther(parts.octets[place.sequence() - 1], received.octets())) {
      // The sender uses the reference for its next message; the old one will not be completed.
      forget(key, parts);
      abandoned++;
      parts = null;
    }
    if (parts != null && parts.octets[place.sequence() - 1] != null) {
      return new Result.Waiting();
    }
    if (received.octets().length > octetsMax - octetsHeld
        || (parts == null && open.size() >= messagesMax)) {
      return new Result.Full();
    }
    if (parts == null) {
      parts = new Parts(place.total(), nowMillis);
      open.put(key, parts);
    }
    parts.octets[place.sequence() - 1] = received.octets();
    parts.missing--;
    octetsHeld += received.octets().length;
    if (parts.missing > 0) {
      return new Result.Waiting();
    }
    forget(key, parts);
    return new Result.Whole(received.coding().decode(joined(parts)));
  }

  /** How many messages wait for parts. */
  public int waiting() {
    return open.size();
  }

  /** Octets of the parts that wait. */
  int octetsHeld() {
    return octetsHeld;
  }

  /** How many messages were given up because a part never came. */
  public long abandoned() {
    return abandoned;
  }

  private static boolean isOther(byte @Nullable [] held, byte[] came) {
    return held != null && !Arrays.equals(held, came);
  }

  private void abandonOld(long nowMillis) {
    Iterator<Parts> oldestFirst = open.values().iterator();
    while (oldestFirst.hasNext()) {
      Parts parts = oldestFirst.next();
      if (nowMillis - parts.sinceMillis < ageMaxMillis) {
        return;
      }
      octetsHeld -= heldOctets(parts);
      oldestFirst.remove();
      abandoned++;
    }
  }

  private void forget(Key key, Parts parts) {
    open.remove(key);
    octetsHeld -= heldOctets(parts);
  }

  private static int heldOctets(Parts parts) {
    int sum = 0;
    for (byte[] part : parts.octets) {
      sum += part == null ? 0 : part.length;
    }
    return sum;
  }

  private static byte[] joined(Parts parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts.octets) {
      if (part != null) {
        all.writeBytes(part);
      }
    }
    return all.toByteArray();
  }
}
