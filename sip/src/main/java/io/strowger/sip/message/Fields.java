package io.strowger.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message, in order, with those that every transaction asks for read once.
 */
final class Fields {
  /** CSeq is a 32 bit number below 2**31 (RFC 3261 section 8.1.1.5). */
  static final long CSEQ_MAX = Integer.MAX_VALUE;

  private final String[] names;
  private final String[] values;
  private final String callId;
  private final @Nullable String fromTag;
  private final @Nullable String toTag;
  private final long cseq;
  private final String cseqMethod;
  private final @Nullable Via topVia;

  /** Names are canonical; the arrays are not kept by anybody else. */
  Fields(String[] names, String[] values) {
    this.names = names;
    this.values = values;
    callId = orEmpty(first("Call-ID"));
    fromTag = tag(first("From"));
    toTag = tag(first("To"));
    String sequence = orEmpty(first("CSeq"));
    int gap = 0;
    while (gap < sequence.length() && !Syntax.whitespace(sequence.charAt(gap))) {
      gap++;
    }
    String number = sequence.substring(0, gap);
    cseq = Syntax.digits(number, 18) ? Long.parseLong(number) : -1;
    cseqMethod = Syntax.trim(sequence, gap, sequence.length());
    String via = first("Via");
    topVia = via == null ? null : Via.parse(via);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String tag(@Nullable String value) {
    NameAddress address = value == null ? null : NameAddress.parse(value);
    return address == null ? null : address.tag();
  }

  String callId() {
    return callId;
  }

  @Nullable String fromTag() {
    return fromTag;
  }

  @Nullable String toTag() {
    return toTag;
  }

  /** -1 when there is none or none that can be read. */
  long cseq() {
    return cseq;
  }

  String cseqMethod() {
    return cseqMethod;
  }

  @Nullable Via topVia() {
    return topVia;
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
