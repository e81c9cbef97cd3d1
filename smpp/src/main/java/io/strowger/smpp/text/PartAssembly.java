package io.strowger.smpp.text;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins the parts of long messages, in any order and repeated, within bounds of number, octets and
 * time; what each part was tagged with comes back with the whole, or when the message is abandoned.
 * For one thread.
 */
public final class PartAssembly<T> {
  /** How often one part may come before it is refused. */
  private static final int REPEATS_MAX = 4;

  private final int messagesMax;
  private final int octetsMax;
  private final long ageMaxMillis;
  private final Consumer<List<T>> abandonedTags;
  private final Map<Key, Parts<T>> open = new LinkedHashMap<>();
  private int octetsHeld;
  private long abandoned;

  /** What became of a part. */
  public sealed interface Result<T> {
    /**
     * The text is complete.
     *
     * @param tags of every part that came, this one included
     */
    record Whole<T>(String text, List<T> tags) implements Result<T> {
      @Override
      public String toString() {
        return "Whole[]";
      }
    }

    /** Other parts are still missing. */
    record Waiting<T>() implements Result<T> {}

    /** The bounds are reached: nothing was kept, the sender should try again later. */
    record Full<T>() implements Result<T> {}
  }

  private record Key(Address source, Address destination, int reference, int total) {}

  private static final class Parts<T> {
    final byte[] @Nullable [] octets;
    final byte[] repeats;
    final List<T> tags = new ArrayList<>(4);
    final long sinceMillis;
    int missing;

    Parts(int total, long sinceMillis) {
      this.octets = new byte[total][];
      this.repeats = new byte[total];
      this.sinceMillis = sinceMillis;
      this.missing = total;
    }
  }

  /**
   * @param messagesMax incomplete messages held at once
   * @param octetsMax octets of their parts
   * @param ageMaxMillis from the first part on; then an incomplete message is abandoned
   * @param abandonedTags is given the tags of each abandoned message
   */
  public PartAssembly(
      int messagesMax, int octetsMax, long ageMaxMillis, Consumer<List<T>> abandonedTags) {
    this.messagesMax = messagesMax;
    this.octetsMax = octetsMax;
    this.ageMaxMillis = ageMaxMillis;
    this.abandonedTags = abandonedTags;
  }

  /** Takes one PDU; one that is no part of a long message is whole at once. */
  public Result<T> accept(ShortMessage message, T tag, long nowMillis) {
    ReceivedText received = ReceivedText.of(message);
    Concatenation place = received.place();
    if (place == null || place.total() == 1) {
      return new Result.Whole<>(received.text(), List.of(tag));
    }
    abandonOld(nowMillis);
    Key key = new Key(message.source(), message.destination(), place.reference(), place.total());
    int index = place.sequence() - 1;
    Parts<T> parts = open.get(key);
    if (parts != null && isOther(parts.octets[index], received.octets())) {
      // The sender uses the reference for its next message; the old one will not be completed.
      open.remove(key);
      abandon(parts);
      parts = null;
    }
    if (parts != null && parts.octets[index] != null) {
      return repeated(parts, index, tag);
    }
    if (received.octets().length > octetsMax - octetsHeld
        || (parts == null && open.size() >= messagesMax)) {
      return new Result.Full<>();
    }
    if (parts == null) {
      parts = new Parts<>(place.total(), nowMillis);
      open.put(key, parts);
    }
    parts.octets[index] = received.octets();
    parts.tags.add(tag);
    parts.missing--;
    octetsHeld += received.octets().length;
    if (parts.missing > 0) {
      return new Result.Waiting<>();
    }
    open.remove(key);
    octetsHeld -= heldOctets(parts);
    return new Result.Whole<>(received.coding().decode(joined(parts)), List.copyOf(parts.tags));
  }

  private Result<T> repeated(Parts<T> parts, int index, T tag) {
    if (parts.repeats[index] >= REPEATS_MAX) {
      return new Result.Full<>();
    }
    parts.repeats[index]++;
    parts.tags.add(tag);
    return new Result.Waiting<>();
  }

  /** Gives up what waits for too long, oldest first. */
  public void abandonOld(long nowMillis) {
    Iterator<Parts<T>> oldestFirst = open.values().iterator();
    List<Parts<T>> old = new ArrayList<>(0);
    while (oldestFirst.hasNext()) {
      Parts<T> parts = oldestFirst.next();
      if (nowMillis - parts.sinceMillis < ageMaxMillis) {
        break;
      }
      oldestFirst.remove();
      old.add(parts);
    }
    old.forEach(this::abandon);
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

  private void abandon(Parts<T> parts) {
    octetsHeld -= heldOctets(parts);
    abandoned++;
    abandonedTags.accept(List.copyOf(parts.tags));
  }

  private static int heldOctets(Parts<?> parts) {
    int sum = 0;
    for (byte[] part : parts.octets) {
      sum += part == null ? 0 : part.length;
    }
    return sum;
  }

  private static byte[] joined(Parts<?> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts.octets) {
      if (part != null) {
        all.writeBytes(part);
      }
    }
    return all.toByteArray();
  }
}
