package io.strowger.gateway.http;

import java.util.List;

/** Reads the body of {@code POST /v1/messages/{id}/feedback}: whether the code was proved. */
final class FeedbackParser {
  static final List<String> FIELDS = List.of("outcome");
  private static final String ALLOWED = "verified, not_received";

  private FeedbackParser() {}

  static Checked<Boolean> parse(byte[] body) {
    try (JsonFields fields = JsonFields.open(body)) {
      return new Checked.Good<>(read(fields));
    } catch (Rejected e) {
      return new Checked.Bad<>(e.problem());
    }
  }

  private static boolean read(JsonFields fields) throws Rejected {
    Boolean verified = null;
    for (String name = fields.nextField(); name != null; name = fields.nextField()) {
      if (!name.equals("outcome")) {
        throw new Rejected(JsonFields.unknown(name, FIELDS));
      }
      if (verified != null) {
        throw rejected(ProblemType.DUPLICATE_FIELD, "The field is given twice.");
      }
      if (!fields.isString()) {
        throw rejected(ProblemType.WRONG_TYPE, "The field has the wrong type.");
      }
      verified =
          switch (fields.string()) {
            case "verified" -> true;
            case "not_received" -> false;
            default -> throw rejected(ProblemType.INVALID_FIELD, "No such outcome.");
          };
    }
    if (verified == null) {
      throw rejected(ProblemType.MISSING_FIELD, "The outcome is missing.");
    }
    return verified;
  }

  private static Rejected rejected(ProblemType type, String detail) {
    return new Rejected(Problem.atField(type, "/outcome", detail, ALLOWED));
  }
}
