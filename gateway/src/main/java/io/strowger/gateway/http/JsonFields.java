package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Walks the fields of one JSON object (RFC 8259) and stops at the first fault. Jackson's own error
 * texts quote what they choke on, so none of them reaches a client.
 */
final class JsonFields implements AutoCloseable {
  private static final int SHOWN_NAME_MAX = 40;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final JsonParser parser;

  private JsonFields(JsonParser parser) {
    this.parser = parser;
  }

  /** Opens the object; the body must be UTF-8 and hold an object. */
  static JsonFields open(byte[] body) throws Rejected {
    if (!isUtf8(body)) {
      throw new Rejected(
          Problem.of(ProblemType.INVALID_ENCODING, "The body has bytes that are not UTF-8."));
    }
    JsonFields fields;
    try {
      fields = new JsonFields(FACTORY.createParser(body));
    } catch (IOException e) {
      throw new Rejected(Problem.of(ProblemType.MALFORMED_JSON, "The body cannot be read."));
    }
    JsonToken first = fields.next();
    if (first == null) {
      throw new Rejected(Problem.of(ProblemType.MALFORMED_JSON, "The body is empty."));
    }
    if (first != JsonToken.START_OBJECT) {
      throw new Rejected(
          Problem.atField(ProblemType.WRONG_TYPE, "", "The body must be an object.", "object"));
    }
    return fields;
  }

  /** The next field's name, its value current; null after the last, with nothing behind it. */
  @Nullable String nextField() throws Rejected {
    JsonToken token = next();
    if (token == JsonToken.END_OBJECT) {
      if (next() != null) {
        throw malformed();
      }
      return null;
    }
    if (token != JsonToken.FIELD_NAME) {
      throw malformed();
    }
    try {
      String name = parser.currentName();
      parser.nextToken();
      return name;
    } catch (IOException e) {
      throw rejected(e);
    }
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  boolean isString() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  boolean isInteger() {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
  }

  boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  /** The next field's name in an object inside the object, its value current; null at its end. */
  @Nullable String nextInnerField() throws Rejected {
    if (next() == JsonToken.END_OBJECT) {
      return null;
    }
    try {
      String name = parser.currentName();
      parser.nextToken();
      return name;
    } catch (IOException e) {
      throw rejected(e);
    }
  }

  /** Moves to the next element; false at the array's end. */
  boolean nextElement() throws Rejected {
    return next() != JsonToken.END_ARRAY;
  }

  String string() throws Rejected {
    try {
      return parser.getText();
    } catch (IOException e) {
      throw rejected(e);
    }
  }

  /** The integer, or {@code Long.MAX_VALUE} or {@code MIN_VALUE} for one beyond 64 bits. */
  long integer() throws Rejected {
    try {
      if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        return parser.getLongValue();
      }
      return parser.getBigIntegerValue().signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    } catch (IOException e) {
      throw rejected(e);
    }
  }

  /** A name is only shown when it looks like one and holds no run of digits as a code does. */
  static Problem unknown(String name, Collection<String> known) {
    String allowed = String.join(", ", known);
    if (isShowable(name)) {
      return Problem.atField(
          ProblemType.UNKNOWN_FIELD, "/" + name, "There is no field of this name.", allowed);
    }
    return Problem.atField(
        ProblemType.UNKNOWN_FIELD, "", "The object has a field of an unknown name.", allowed);
  }

  private static boolean isShowable(String name) {
    if (name.isEmpty() || name.length() > SHOWN_NAME_MAX) {
      return false;
    }
    int digits = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
      if (!digit && !letter) {
        return false;
      }
      digits += digit ? 1 : 0;
    }
    return digits < 4;
  }

  private @Nullable JsonToken next() throws Rejected {
    try {
      return parser.nextToken();
    } catch (IOException e) {
      throw rejected(e);
    }
  }

  private Rejected rejected(IOException e) {
    if (e instanceof StreamConstraintsException) {
      return new Rejected(
          Problem.of(ProblemType.INVALID_FIELD, "A number or a name in the body is too long."));
    }
    return malformed();
  }

  private Rejected malformed() {
    JsonLocation at = parser.currentLocation();
    return new Rejected(
        Problem.of(
            ProblemType.MALFORMED_JSON,
            "Not JSON at line " + at.getLineNr() + ", column " + at.getColumnNr() + "."));
  }

  /**
   * Checked before Jackson looks, which would take UTF-16 and UTF-32 for JSON as well: they show in
   * NULs, which UTF-8 JSON never holds.
   */
  static boolean isUtf8(byte[] body) {
    boolean ascii = true;
    for (byte b : body) {
      if (b == 0) {
        return false;
      }
      ascii &= b > 0;
    }
    if (ascii) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new AssertionError("a parser over an array has nothing to close", e);
    }
  }
}
