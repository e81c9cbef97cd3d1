package io.strowger.gateway.http;

import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/messages}; refuses whatever it does not fully understand. */
final class MessageRequestParser {
  static final List<String> FIELDS =
      List.of(
          "to",
          "text",
          "template",
          "variables",
          "code",
          "ttl",
          "channels",
          "sender",
          "language",
          "reference");

  private static final int TO_MAX = 32;
  private static final int CODE_MIN = 4;
  private static final int CODE_MAX = 32;
  private static final int SENDER_MAX = 16;
  private static final int LANGUAGE_MAX = 35;
  private static final int REFERENCE_MAX = 128;
  private static final List<Channel> DEFAULT_CHANNELS = List.of(Channel.SMS);

  private int seen;
  private @Nullable Secret to;
  private @Nullable Secret text;
  private @Nullable Secret code;
  private long ttlMillis = MessageRequest.NO_TTL;
  private List<Channel> channels = DEFAULT_CHANNELS;
  private @Nullable String sender;
  private @Nullable String language;
  private @Nullable String reference;

  private MessageRequestParser() {}

  static Checked<MessageRequest> parse(byte[] body) {
    try (JsonFields fields = JsonFields.open(body)) {
      return new Checked.Good<>(new MessageRequestParser().read(fields));
    } catch (Rejected e) {
      return new Checked.Bad<>(e.problem());
    }
  }

  private MessageRequest read(JsonFields fields) throws Rejected {
    for (String name = fields.nextField(); name != null; name = fields.nextField()) {
      int field = FIELDS.indexOf(name);
      if (field < 0) {
        throw new Rejected(JsonFields.unknown(name, FIELDS));
      }
      if ((seen & (1 << field)) != 0) {
        throw new Rejected(
            Problem.atField(
                ProblemType.DUPLICATE_FIELD, "/" + name, "The field is given twice.", null));
      }
      seen |= 1 << field;
      if (!fields.isNull()) {
        take(name, fields);
      }
    }
    if (to == null) {
      throw new Rejected(
          Problem.atField(ProblemType.MISSING_FIELD, "/to", "The number is missing.", null));
    }
    if (text == null && code == null) {
      throw new Rejected(
          Problem.atField(
              ProblemType.MISSING_FIELD, "/text", "A text or a code is needed.", "text, code"));
    }
    return new MessageRequest(to, text, code, ttlMillis, channels, sender, language, reference);
  }

  private void take(String name, JsonFields fields) throws Rejected {
    switch (name) {
      case "to" -> to = new Secret(string(name, fields, TO_MAX));
      case "text" -> text = text(fields);
      case "code" -> code = code(fields);
      case "ttl" -> ttlMillis = ttl(fields);
      case "channels" -> channels = channels(fields);
      case "sender" -> sender = sender(fields);
      case "language" -> language = language(fields);
      case "reference" -> reference = reference(fields);
      default ->
          throw new Rejected(
              Problem.atField(
                  ProblemType.NOT_SUPPORTED,
                  "/" + name,
                  "Stored templates are not part of this version.",
                  "text, or a code with the account's template"));
    }
  }

  private static Secret text(JsonFields fields) throws Rejected {
    String value = string("text", fields, Integer.MAX_VALUE);
    if (value.isBlank()) {
      throw invalidText("The text is blank.");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\n' && c != '\r') {
        throw invalidText("The text has a control character.");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == value.length()
            || !Character.isLowSurrogate(value.charAt(i + 1))) {
          throw invalidText("The text has half of a surrogate pair.");
        }
        i++;
      }
    }
    return new Secret(value);
  }

  private static Rejected invalidText(String detail) {
    return new Rejected(
        Problem.atField(
            ProblemType.INVALID_TEXT, "/text", detail, "any characters, line feeds among them"));
  }

  private static Secret code(JsonFields fields) throws Rejected {
    if (fields.isInteger()) {
      throw new Rejected(
          Problem.atField(
              ProblemType.WRONG_TYPE,
              "/code",
              "A code is a string: a number loses its leading zeros.",
              "string"));
    }
    String value = string("code", fields, Integer.MAX_VALUE);
    boolean valid = value.length() >= CODE_MIN && value.length() <= CODE_MAX;
    for (int i = 0; valid && i < value.length(); i++) {
      char c = value.charAt(i);
      valid = isAsciiAlphanumeric(c) || c == '-' || c == ' ';
    }
    if (!valid) {
      throw invalid("code", "This cannot be a code.", "4 to 32 of A-Z a-z 0-9 - and space");
    }
    return new Secret(value);
  }

  private static long ttl(JsonFields fields) throws Rejected {
    if (fields.isInteger()) {
      return Durations.ofSeconds(fields.integer());
    }
    String allowed = Durations.SHAPE + ", or whole seconds";
    if (!fields.isString()) {
      throw wrongType("ttl", allowed);
    }
    long millis = Durations.parse(fields.string());
    if (millis < 0) {
      throw invalid("ttl", "This is not a duration.", allowed);
    }
    return millis;
  }

  private static List<Channel> channels(JsonFields fields) throws Rejected {
    if (!fields.isArray()) {
      throw wrongType("channels", "array of \"sms\"");
    }
    List<Channel> channels = new ArrayList<>(2);
    while (fields.nextElement()) {
      if (!fields.isString()) {
        throw wrongType("channels", "array of \"sms\"");
      }
      String name = fields.string();
      Channel channel =
          name.equals("sms") ? Channel.SMS : name.equals("voice") ? Channel.VOICE : null;
      if (channel == null || channels.contains(channel)) {
        throw invalid("channels", "A channel is unknown or given twice.", "sms, voice");
      }
      channels.add(channel);
    }
    if (channels.isEmpty()) {
      throw invalid("channels", "At least one channel is needed.", "sms, voice");
    }
    if (!channels.contains(Channel.SMS)) {
      throw new Rejected(
          Problem.atField(
              ProblemType.NOT_SUPPORTED,
              "/channels",
              "Voice alone is not part of this version.",
              "sms, or sms and voice"));
    }
    return List.copyOf(channels);
  }

  /** Alphanumeric up to 11 characters, or a number up to 15 digits (GSM 03.40, 9.1.2.5). */
  private static String sender(JsonFields fields) throws Rejected {
    String value = string("sender", fields, SENDER_MAX);
    boolean digits = !value.isEmpty();
    boolean alphanumeric = !value.isBlank() && value.length() <= 11;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plus = i == 0 && c == '+' && value.length() > 1;
      digits &= (c >= '0' && c <= '9') || plus;
      alphanumeric &= isAsciiAlphanumeric(c) || " .-_&!".indexOf(c) >= 0;
    }
    digits &= value.length() <= (value.startsWith("+") ? 16 : 15);
    if (!digits && !alphanumeric) {
      throw invalid(
          "sender", "This cannot be a sender.", "1 to 11 letters and digits, or a number");
    }
    return value;
  }

  private static String language(JsonFields fields) throws Rejected {
    String value = string("language", fields, LANGUAGE_MAX);
    boolean valid = value.length() >= 2;
    int part = 0;
    for (int i = 0; valid && i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '-') {
        valid = part > 0;
        part = 0;
      } else {
        part++;
        valid = isAsciiAlphanumeric(c) && part <= 8;
      }
    }
    if (!valid || part == 0) {
      throw invalid("language", "This is not a language tag.", "a tag such as en or de-CH");
    }
    return value;
  }

  private static String reference(JsonFields fields) throws Rejected {
    String value = string("reference", fields, REFERENCE_MAX);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c) || Character.isSurrogate(c)) {
        throw invalid(
            "reference",
            "A reference has a character that is not allowed.",
            "1 to 128 characters of the basic plane, no control characters");
      }
    }
    if (value.isEmpty()) {
      throw invalid("reference", "The reference is empty.", "1 to 128 characters");
    }
    return value;
  }

  private static String string(String name, JsonFields fields, int lengthMax) throws Rejected {
    if (!fields.isString()) {
      throw wrongType(name, "string");
    }
    String value = fields.string();
    if (value.length() > lengthMax) {
      throw invalid(name, "The value is too long.", "at most " + lengthMax + " characters");
    }
    return value;
  }

  private static boolean isAsciiAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static Rejected wrongType(String name, String allowed) {
    return new Rejected(
        Problem.atField(
            ProblemType.WRONG_TYPE, "/" + name, "The field has the wrong type.", allowed));
  }

  private static Rejected invalid(String name, String detail, String allowed) {
    return new Rejected(Problem.atField(ProblemType.INVALID_FIELD, "/" + name, detail, allowed));
  }
}
