package io.strowger.gateway.http;

import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/approvals}. */
final class ApprovalRequestParser {
  static final List<String> FIELDS = List.of("to", "ttl", "language", "reference");

  private @Nullable Secret to;
  private long ttlMillis = MessageRequest.NO_TTL;
  private @Nullable String language;
  private @Nullable String reference;

  private ApprovalRequestParser() {}

  /**
   * @param unique makes every question another, so that no two logins share an answer
   */
  static Checked<MessageRequest> parse(byte[] body, long unique) {
    try (JsonFields fields = JsonFields.open(body)) {
      ApprovalRequestParser parser = new ApprovalRequestParser();
      RequestFields.walk(fields, FIELDS, parser::take);
      return new Checked.Good<>(parser.request(unique));
    } catch (Rejected e) {
      return new Checked.Bad<>(e.problem());
    }
  }

  private MessageRequest request(long unique) throws Rejected {
    if (to == null) {
      throw RequestFields.missing("to", "The number is missing.");
    }
    return new MessageRequest(
        to,
        new Secret("approval " + Long.toUnsignedString(unique, Character.MAX_RADIX)),
        new TemplateChoice(null, Map.of(), null),
        null,
        ttlMillis,
        Plan.ASK,
        null,
        language,
        reference,
        null);
  }

  private void take(String name, JsonFields fields) throws Rejected {
    switch (name) {
      case "to" -> to = new Secret(RequestFields.string(name, fields, RequestFields.TO_MAX));
      case "ttl" -> ttlMillis = RequestFields.ttl(fields);
      case "language" -> language = RequestFields.language(fields);
      case "reference" -> reference = RequestFields.reference(fields);
      default -> throw new IllegalStateException("a field that is listed and not taken: " + name);
    }
  }
}
