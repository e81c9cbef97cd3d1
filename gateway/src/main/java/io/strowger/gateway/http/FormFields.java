package io.strowger.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form or a query ({@code application/x-www-form-urlencoded}), kept as octets: what
 * charset they are in is only known once another field was read.
 */
final class FormFields {
  private static final int FIELDS_MAX = 200;

  private final Map<String, byte[]> values = new HashMap<>();
  private final Set<String> repeated = new HashSet<>();

  private FormFields() {}

  /** Fields that came in another way than as a form. */
  static FormFields of(Map<String, byte[]> given) {
    FormFields fields = new FormFields();
    fields.values.putAll(given);
    return fields;
  }

  /** Takes a body or the octets of a query apart. */
  static FormFields parse(byte[] encoded) throws Rejected {
    FormFields fields = new FormFields();
    int begin = 0;
    int count = 0;
    while (begin < encoded.length) {
      int end = indexOf(encoded, '&', begin, encoded.length);
      if (end > begin) {
        if (++count > FIELDS_MAX) {
          throw malformed("The form has too many fields.");
        }
        fields.add(encoded, begin, end);
      }
      begin = end + 1;
    }
    return fields;
  }

  /** Takes a query apart, as it stands in the request line. */
  static FormFields ofQuery(@Nullable String query) throws Rejected {
    return parse(query == null ? new byte[0] : query.getBytes(StandardCharsets.UTF_8));
  }

  private void add(byte[] encoded, int begin, int end) throws Rejected {
    int equals = indexOf(encoded, '=', begin, end);
    String name = string(decode(encoded, begin, equals), StandardCharsets.UTF_8);
    if (name == null) {
      throw malformed("The name of a field is not UTF-8.");
    }
    byte[] value = equals < end ? decode(encoded, equals + 1, end) : new byte[0];
    if (values.putIfAbsent(name, value) != null) {
      repeated.add(name);
    }
  }

  private static int indexOf(byte[] encoded, char wanted, int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (encoded[i] == wanted) {
        return i;
      }
    }
    return end;
  }

  private static byte[] decode(byte[] encoded, int begin, int end) throws Rejected {
    ByteArrayOutputStream out = new ByteArrayOutputStream(end - begin);
    for (int i = begin; i < end; i++) {
      byte b = encoded[i];
      if (b == '+') {
        out.write(' ');
      } else if (b != '%') {
        out.write(b);
      } else {
        boolean whole = i + 2 < end;
        int high = whole ? Character.digit(encoded[i + 1], 16) : -1;
        int low = whole ? Character.digit(encoded[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw malformed("A percent sign is not followed by two hexadecimal digits.");
        }
        out.write(high << 4 | low);
        i += 2;
      }
    }
    return out.toByteArray();
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The octets of the first field of this name, or null. */
  byte @Nullable [] octets(String name) {
    return values.get(name);
  }

  /**
   * The field in UTF-8, or null when it is absent.
   *
   * @throws Rejected when it is given twice, or not in UTF-8
   */
  @Nullable String text(String name) throws Rejected {
    byte[] octets = values.get(name);
    if (octets == null) {
      return null;
    }
    if (repeated.contains(name)) {
      throw new Rejected(
          Problem.atField(
              ProblemType.DUPLICATE_FIELD, "/" + name, "The field is given twice.", null));
    }
    String text = string(octets, StandardCharsets.UTF_8);
    if (text == null) {
      throw malformed("A field is not UTF-8.");
    }
    return text;
  }

  /** The octets as text; null when the charset has no such text. */
  static @Nullable String string(byte[] octets, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static Rejected malformed(String detail) {
    return new Rejected(Problem.of(ProblemType.INVALID_ENCODING, detail));
  }
}
