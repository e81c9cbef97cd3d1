package io.strowger.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message, in order. Those that every transaction asks for are read when
 * first asked for, and once: of many messages that we build nobody ever asks. Each is published as
 * one immutable object, so any thread may read it, and two at worst do so twice.
 */
final class Fields {
  /** CSeq is a 32 bit number below 2**31 (RFC 3261 section 8.1.1.5). */
  static final long CSEQ_MAX = Integer.MAX_VALUE;

  private final String[] names;
  private final String[] values;
  private @Nullable Ends ends;
  private @Nullable Sequence sequence;
  private @Nullable Top top;

  private record Ends(@Nullable NameAddress from, @Nullable NameAddress to) {}

  private record Sequence(long number, String method) {}

  private record Top(@Nullable Via via) {}

  /** Names are canonical; the arrays are not kept by anybody else. */
  Fields(String[] names, String[] values) {
    this.names = names;
    this.values = values;
  }

  private static @Nullable NameAddress address(@Nullable String value) {
    return value == null ? null : NameAddress.parse(value);
  }

  private Ends ends() {
    Ends read = ends;
    if (read == null) {
      read = new Ends(address(first("From")), address(first("To")));
      ends = read;
    }
    return read;
  }

  private Sequence sequence() {
    Sequence read = sequence;
    if (read == null) {
      String value = first("CSeq");
      read = value == null ? new Sequence(-1, "") : sequence(value);
      sequence = read;
    }
    return read;
  }

  private static Sequence sequence(String value) {
    int gap = 0;
    while (gap < value.length() && !Syntax.whitespace(value.charAt(gap))) {
      gap++;
    }
    String number = value.substring(0, gap);
    return new Sequence(
        Syntax.digits(number, 18) ? Long.parseLong(number) : -1,
        Syntax.trim(value, gap, value.length()));
  }

  /** "" without one. */
  String callId() {
    String value = first("Call-ID");
    return value == null ? "" : value;
  }

  /** Null without one, or with one that cannot be read. */
  @Nullable NameAddress from() {
    return ends().from();
  }

  /** Null without one, or with one that cannot be read. */
  @Nullable NameAddress to() {
    return ends().to();
  }

  @Nullable String fromTag() {
    NameAddress from = from();
    return from == null ? null : from.tag();
  }

  @Nullable String toTag() {
    NameAddress to = to();
    return to == null ? null : to.tag();
  }

  /** -1 when there is none or none that can be read. */
  long cseq() {
    return sequence().number();
  }

  String cseqMethod() {
    return sequence().method();
  }

  /** The first one; null without, or when it cannot be read. */
  @Nullable Via topVia() {
    Top read = top;
    if (read == null) {
      String value = first("Via");
      read = new Top(value == null ? null : Via.parse(value));
      top = read;
    }
    return read.via();
  }

  int size() {
    return names.length;
  }

  String name(int index) {
    return names[index];
  }

  String value(int index) {
    return values[index];
  }

  @Nullable String first(String canonical) {
    for (int i = 0; i < names.length; i++) {
      if (same(names[i], canonical)) {
        return values[i];
      }
    }
    return null;
  }

  /** With another value in the place of the first of this name. */
  Fields withFirst(String canonical, String value) {
    String[] next = values.clone();
    for (int i = 0; i < names.length; i++) {
      if (same(names[i], canonical)) {
        next[i] = value;
        return new Fields(names, next);
      }
    }
    return this;
  }

  List<String> all(String canonical) {
    List<String> found = new ArrayList<>(2);
    for (int i = 0; i < names.length; i++) {
      if (same(names[i], canonical)) {
        found.add(values[i]);
      }
    }
    return List.copyOf(found);
  }

  /** Names that nobody knows were left in their sender's case. */
  static boolean same(String name, String other) {
    return name.length() == other.length() && name.equalsIgnoreCase(other);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fields fields
        && Arrays.equals(names, fields.names)
        && Arrays.equals(values, fields.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
  }
}
