package io.strowger.sip.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything before a message's body, taken apart into lines and fields but not yet checked as a
 * whole. What is broken is kept as far as it can be read, since the refusal is made of it.
 */
final class Head {
  /** A call's messages have 10 to 20; RFC 4475's longest has 60. */
  private static final int FIELDS_MAX = 256;

  /** No Content-Length stands there, or none that is a number. */
  static final long NO_LENGTH = -1;

  private final StartLine startLine;
  private final Fields fields;
  private final @Nullable String problem;
  private final long contentLength;
  private final boolean lengthClear;

  private Head(
      StartLine startLine,
      Fields fields,
      @Nullable String problem,
      long contentLength,
      boolean lengthClear) {
    this.startLine = startLine;
    this.fields = fields;
    this.problem = problem;
    this.contentLength = contentLength;
    this.lengthClear = lengthClear;
  }

  StartLine startLine() {
    return startLine;
  }

  /** Without Content-Length. */
  Fields fields() {
    return fields;
  }

  /** The first thing that breaks a rule of RFC 3261's section 7; null when nothing does. */
  @Nullable String problem() {
    return problem;
  }

  /** {@link #NO_LENGTH} without one. */
  long contentLength() {
    return contentLength;
  }

  /** True when the end of the body is beyond doubt: one Content-Length, or none at all. */
  boolean lengthClear() {
    return lengthClear;
  }

  /** Reads the octets between {@code from} and the blank line at {@code to}. */
  static Head read(byte[] octets, int from, int to) {
    return new Reader().read(octets, from, to);
  }

  private static final class Reader {
    private final List<String> names = new ArrayList<>(20);
    private final List<String> values = new ArrayList<>(20);
    private final Set<String> seen = new HashSet<>();
    private @Nullable String problem;
    private long contentLength = NO_LENGTH;
    private boolean lengthClear = true;

    Head read(byte[] octets, int from, int to) {
      String text = text(octets, from, to);
      int end = lineEnd(text, 0);
      StartLine startLine = StartLine.read(text.substring(0, end));
      int at = Math.min(end + 2, text.length());
      while (at < text.length()) {
        end = lineEnd(text, at);
        String line = text.substring(at, end);
        at = Math.min(end + 2, text.length());
        if (at < text.length() && Syntax.whitespace(text.charAt(at))) {
          StringBuilder unfolded = new StringBuilder(line);
          while (at < text.length() && Syntax.whitespace(text.charAt(at))) {
            end = lineEnd(text, at);
            unfolded.append(' ').append(Syntax.trim(text, at, end));
            at = Math.min(end + 2, text.length());
          }
          line = unfolded.toString();
        }
        field(line);
      }
      return new Head(
          startLine,
          new Fields(names.toArray(String[]::new), values.toArray(String[]::new)),
          problem,
          contentLength,
          lengthClear);
    }

    private void wrong(String why) {
      if (problem == null) {
        problem = why;
      }
    }

    private String text(byte[] octets, int from, int to) {
      for (int i = from; i < to; i++) {
        if (octets[i] < 0) {
          return utf8(octets, from, to);
        }
      }
      return new String(octets, from, to - from, StandardCharsets.US_ASCII);
    }

    private String utf8(byte[] octets, int from, int to) {
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(octets, from, to - from))
            .toString();
      } catch (CharacterCodingException e) {
        wrong("not UTF-8");
        return new String(octets, from, to - from, StandardCharsets.UTF_8);
      }
    }

    /** Lines end in CR LF and nothing else: peers that disagree about it can be told apart. */
    private int lineEnd(String text, int from) {
      for (int i = from; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
          return i;
        }
        if (c == '\r' || c == '\n') {
          wrong("a line that does not end in CR LF");
        }
      }
      return text.length();
    }

    private void field(String line) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : Syntax.trim(line, 0, colon);
      if (!Syntax.token(name)) {
        wrong("a line that is no header");
        return;
      }
      if (names.size() >= FIELDS_MAX) {
        wrong("more than " + FIELDS_MAX + " headers");
        return;
      }
      String canonical = HeaderNames.canonical(name);
      String raw = Syntax.trim(line, colon + 1, line.length());
      // Told above as what is wrong; the refusal must not repeat it.
      String value = Syntax.oneLine(raw) ? raw : raw.replace('\r', ' ').replace('\n', ' ');
      if (HeaderNames.single(canonical) && !seen.add(canonical)) {
        wrong(canonical + " stands there twice");
        lengthClear &= !canonical.equals("Content-Length");
        return;
      }
      if (canonical.equals("Content-Length")) {
        length(value);
      } else if (HeaderNames.list(canonical) && value.indexOf(',') >= 0) {
        for (String entry : Syntax.split(value, ',')) {
          add(canonical, entry);
        }
      } else {
        add(canonical, value);
      }
    }

    private void add(String name, String value) {
      if (names.size() < FIELDS_MAX) {
        names.add(name);
        values.add(value);
      } else {
        wrong("more than " + FIELDS_MAX + " headers");
      }
    }

    private void length(String value) {
      if (Syntax.digits(value, 15)) {
        contentLength = Long.parseLong(value);
      } else {
        lengthClear = false;
        wrong("Content-Length is no number");
      }
    }
  }
}
