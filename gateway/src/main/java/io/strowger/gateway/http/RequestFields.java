package io.strowger.gateway.http;

import io.strowger.gateway.account.ClientType;
import io.strowger.gateway.message.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fields that the bodies of several calls have in common, each well-formed by itself. */
final class RequestFields {
  static final int TO_MAX = MessageValues.TO_MAX;
  private static final int TEMPLATE_MAX = 32;
  private static final int VARIABLES_MAX = 32;
  private static final int VARIABLE_MAX = 500;

  private RequestFields() {}

  /** Takes one field, whose value is current and not null. */
  interface Taker {
    void take(String name, JsonFields fields) throws Rejected;
  }

  /** Goes through an object; a field that is not known, or comes twice, is refused. */
  static void walk(JsonFields fields, List<String> known, Taker taker) throws Rejected {
    int seen = 0;
    for (String name = fields.nextField(); name != null; name = fields.nextField()) {
      int field = known.indexOf(name);
      if (field < 0) {
        throw new Rejected(JsonFields.unknown(name, known));
      }
      if ((seen & (1 << field)) != 0) {
        throw new Rejected(
            Problem.atField(
                ProblemType.DUPLICATE_FIELD, "/" + name, "The field is given twice.", null));
      }
      seen |= 1 << field;
      if (!fields.isNull()) {
        taker.take(name, fields);
      }
    }
  }

  static Rejected missing(String name, String detail) {
    return new Rejected(Problem.atField(ProblemType.MISSING_FIELD, "/" + name, detail, null));
  }

  static long ttl(JsonFields fields) throws Rejected {
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

  static String sender(JsonFields fields) throws Rejected {
    return MessageValues.sender("/sender", string("sender", fields, Integer.MAX_VALUE));
  }

  static String language(JsonFields fields) throws Rejected {
    return MessageValues.language("/language", string("language", fields, Integer.MAX_VALUE));
  }

  static String reference(JsonFields fields) throws Rejected {
    return MessageValues.reference("/reference", string("reference", fields, Integer.MAX_VALUE));
  }

  static String endUser(JsonFields fields) throws Rejected {
    String endUser = EndUser.of(string("end_user_ip", fields, EndUser.LENGTH_MAX));
    if (endUser == null) {
      throw invalid("end_user_ip", "This is no IP address.", EndUser.ALLOWED);
    }
    return endUser;
  }

  static String string(String name, JsonFields fields, int lengthMax) throws Rejected {
    if (!fields.isString()) {
      throw wrongType(name, "string");
    }
    String value = fields.string();
    if (value.length() > lengthMax) {
      throw invalid(name, "The value is too long.", "at most " + lengthMax + " characters");
    }
    return value;
  }

  static Rejected wrongType(String name, String allowed) {
    return new Rejected(
        Problem.atField(
            ProblemType.WRONG_TYPE, "/" + name, "The field has the wrong type.", allowed));
  }

  static Rejected invalid(String name, String detail, String allowed) {
    return MessageValues.invalid("/" + name, detail, allowed);
  }

  static String template(JsonFields fields) throws Rejected {
    String value = string("template", fields, TEMPLATE_MAX);
    boolean valid = !value.isEmpty();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      valid &= MessageValues.isAsciiAlphanumeric(c) || c == '_' || c == '-';
    }
    if (!valid) {
      throw invalid("template", "This is not a template's name.", "letters, digits, _ and -");
    }
    return value;
  }

  static ClientType clientType(JsonFields fields) throws Rejected {
    String allowed = "web, ios, android";
    return switch (string("client_type", fields, TEMPLATE_MAX)) {
      case "web" -> ClientType.WEB;
      case "ios" -> ClientType.IOS;
      case "android" -> ClientType.ANDROID;
      default -> throw invalid("client_type", "There is no client of this type.", allowed);
    };
  }

  /** Values by name; which names there are is the account's to say. */
  static Map<String, Secret> variables(JsonFields fields) throws Rejected {
    if (!fields.isObject()) {
      throw wrongType("variables", "object of strings");
    }
    Map<String, Secret> variables = new HashMap<>();
    String name = fields.nextInnerField();
    for (; name != null; name = fields.nextInnerField()) {
      if (!fields.isString()) {
        throw wrongType("variables", "object of strings");
      }
      String value = fields.string();
      if (value.length() > VARIABLE_MAX || variables.size() == VARIABLES_MAX) {
        throw invalid("variables", "A value is too long, or there are too many.", "32 values");
      }
      if (variables.put(name, new Secret(value)) != null) {
        throw new Rejected(
            Problem.atField(
                ProblemType.DUPLICATE_FIELD, "/variables", "A variable is given twice.", null));
      }
    }
    return variables;
  }
}
