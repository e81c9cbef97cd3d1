package io.strowger.gateway.http;

import io.strowger.gateway.message.Secret;
import java.util.List;

/** Reads the body of {@code POST /v1/verifications/{id}/check}: what the user typed. */
final class CheckParser {
  static final List<String> FIELDS = List.of("code");

  /** Longer is no code; shorter or stranger is just a wrong one, and counts as such. */
  private static final int CODE_MAX = 32;

  private Secret code = Secret.SHREDDED;

  private CheckParser() {}

  static Checked<Secret> parse(byte[] body) {
    try (JsonFields fields = JsonFields.open(body)) {
      CheckParser parser = new CheckParser();
      RequestFields.walk(fields, FIELDS, parser::take);
      if (parser.code.isShredded()) {
        throw RequestFields.missing("code", "The code is missing.");
      }
      return new Checked.Good<>(parser.code);
    } catch (Rejected e) {
      return new Checked.Bad<>(e.problem());
    }
  }

  private void take(String name, JsonFields fields) throws Rejected {
    code = new Secret(RequestFields.string(name, fields, CODE_MAX));
  }
}
