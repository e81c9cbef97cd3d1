package io.strowger.sip.message;

import gov.nist.javax.sip.parser.ContactParser;
import gov.nist.javax.sip.parser.FromParser;
import gov.nist.javax.sip.parser.HeaderParser;
import gov.nist.javax.sip.parser.RecordRouteParser;
import gov.nist.javax.sip.parser.RouteParser;
import gov.nist.javax.sip.parser.ToParser;
import gov.nist.javax.sip.parser.ViaParser;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the headers that route a message and name its dialog keep to the grammar. Others are left
 * as they are: a malformed header that nobody needs is ignored (RFC 3261 section 8.2.2).
 */
final class Grammar {
  private static final long MAX_FORWARDS_MAX = 255;

  /** A power of two; the live values of some hundred calls. */
  private static final int KEPT = 2_048;

  private static final int KEPT_LENGTH_MAX = 256;
  private static final int SPREAD = 0x9E3779B9;
  private static final int PLACE_SHIFT = Integer.numberOfLeadingZeros(KEPT) + 1;

  /**
   * Lines that the library's parser took, each in the place that its hash gives it: the messages of
   * one call repeat most of theirs, and parsing them is the dearest part of reading a message.
   * Shared without locks: a string that another thread put here can only save work or be missed.
   */
  private static final @Nullable String[] TAKEN = new @Nullable String[KEPT];

  private Grammar() {}

  /** Null when they all do. */
  static @Nullable String problem(Fields fields) {
    boolean topmost = true;
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      String value = fields.value(i);
      boolean kept =
          switch (name) {
            case "Via" -> {
              // What is read here and asked for later is read once.
              Via via = topmost ? fields.topVia() : Via.parse(value);
              topmost = false;
              yield via != null && parses(name, value);
            }
            case "From" -> parses(name, value) && fields.from() != null;
            case "To" -> parses(name, value) && fields.to() != null;
            case "Route", "Record-Route" -> parses(name, value) && NameAddress.parse(value) != null;
            case "Contact" ->
                parses(name, value) && (value.equals("*") || NameAddress.parse(value) != null);
            case "Max-Forwards" ->
                Syntax.digits(value, 9) && Long.parseLong(value) <= MAX_FORWARDS_MAX;
            case "Call-ID" -> callId(value);
            default -> true;
          };
      if (!kept) {
        return "malformed " + name;
      }
    }
    return null;
  }

  private static boolean callId(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) >= 0x7F) {
        return false;
      }
    }
    return !value.isEmpty();
  }

  private static boolean parses(String name, String value) {
    String line = name + ": " + value + "\n";
    int place = (line.hashCode() * SPREAD) >>> PLACE_SHIFT;
    if (line.equals(TAKEN[place])) {
      return true;
    }
    try {
      HeaderParser parser =
          switch (name) {
            case "Via" -> new ViaParser(line);
            case "From" -> new FromParser(line);
            case "To" -> new ToParser(line);
            case "Route" -> new RouteParser(line);
            case "Record-Route" -> new RecordRouteParser(line);
            default -> new ContactParser(line);
          };
      parser.parse();
      if (line.length() <= KEPT_LENGTH_MAX) {
        TAKEN[place] = line;
      }
      return true;
    } catch (ParseException | RuntimeException e) {
      // The library has many ways to say no; all of them mean the same here.
      return false;
    }
  }
}
