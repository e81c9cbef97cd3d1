package io.strowger.gateway.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/admin/blocks:lift}: which block, and for how long. */
final class LiftParser {
  static final List<String> FIELDS = List.of("account", "prefix", "open_for");
  private static final long DEFAULT_MILLIS = 3_600_000;
  private static final long LONGEST_MILLIS = 2_592_000_000L;
  private static final int TEXT_MAX = 64;
  private static final String DURATION = "a duration of at most 43200m, such as \"60m\"";

  /**
   * What is asked.
   *
   * @param openForMillis an hour when the body does not say
   */
  record Lift(String account, String prefix, long openForMillis) {}

  private LiftParser() {}

  static Checked<Lift> parse(byte[] body) {
    try (JsonFields fields = JsonFields.open(body)) {
      return new Checked.Good<>(read(fields));
    } catch (Rejected e) {
      return new Checked.Bad<>(e.problem());
    }
  }

  private static Lift read(JsonFields fields) throws Rejected {
    String account = null;
    String prefix = null;
    String openFor = null;
    for (String name = fields.nextField(); name != null; name = fields.nextField()) {
      switch (name) {
        case "account" -> account = once(fields, name, account);
        case "prefix" -> prefix = once(fields, name, prefix);
        case "open_for" -> openFor = once(fields, name, openFor);
        default -> throw new Rejected(JsonFields.unknown(name, FIELDS));
      }
    }
    long openForMillis = openFor == null ? DEFAULT_MILLIS : Durations.parse(openFor);
    if (openForMillis < 0 || openForMillis > LONGEST_MILLIS) {
      throw rejected(ProblemType.INVALID_FIELD, "open_for", "This is no such duration.", DURATION);
    }
    return new Lift(given(account, "account"), given(prefix, "prefix"), openForMillis);
  }

  private static String once(JsonFields fields, String name, @Nullable String earlier)
      throws Rejected {
    if (earlier != null) {
      throw rejected(ProblemType.DUPLICATE_FIELD, name, "The field is given twice.", null);
    }
    if (!fields.isString()) {
      throw rejected(ProblemType.WRONG_TYPE, name, "The field has the wrong type.", "text");
    }
    String text = fields.string();
    if (text.length() > TEXT_MAX) {
      throw rejected(ProblemType.INVALID_FIELD, name, "The text is too long.", null);
    }
    return text;
  }

  private static String given(@Nullable String value, String name) throws Rejected {
    if (value == null) {
      throw rejected(ProblemType.MISSING_FIELD, name, "The field is missing.", null);
    }
    return value;
  }

  private static Rejected rejected(
      ProblemType type, String field, String detail, @Nullable String allowed) {
    return new Rejected(Problem.atField(type, "/" + field, detail, allowed));
  }
}
