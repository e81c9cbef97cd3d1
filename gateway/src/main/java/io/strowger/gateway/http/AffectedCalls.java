package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.strowger.gateway.delivery.AffectedQuery;
import io.strowger.gateway.delivery.AffectedReport;
import io.strowger.gateway.message.Trouble;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who was hit: {@code GET /v1/admin/affected}. */
final class AffectedCalls {
  static final List<String> PARAMETERS =
      List.of("since", "until", "account", "carrier", "cause", "recipients");
  private static final int RECIPIENTS_DEFAULT = 20;
  private static final int RECIPIENTS_MAX = 10_000;

  private final DoorState door;

  AffectedCalls(DoorState door) {
    this.door = door;
  }

  void call(Exchange exchange, QueryParameters parameters) throws Rejected {
    AffectedQuery query = read(parameters, door.ports().epochMillis().getAsLong());
    door.blocking()
        .run(exchange, () -> new Answer.Json(200, json(query, door.desk().affected(query))));
  }

  private static AffectedQuery read(QueryParameters parameters, long nowMillis) throws Rejected {
    String since = parameters.get("since");
    String until = parameters.get("until");
    if (since == null) {
      throw QueryParameters.invalid("since", "A beginning is needed.", SearchQuery.TIME_FORM);
    }
    long from = SearchQuery.time("since", since);
    long to = until == null ? nowMillis + 1 : SearchQuery.time("until", until);
    if (to <= from) {
      throw QueryParameters.invalid("until", "The end is not after the beginning.", "after since");
    }
    String cause = parameters.get("cause");
    if (cause != null && !Trouble.CAUSES.contains(cause)) {
      throw QueryParameters.invalid("cause", "No such cause.", String.join(", ", Trouble.CAUSES));
    }
    return new AffectedQuery(
        from,
        to,
        parameters.get("account"),
        parameters.get("carrier"),
        cause,
        recipients(parameters.get("recipients")));
  }

  private static int recipients(@Nullable String asked) throws Rejected {
    if (asked == null) {
      return RECIPIENTS_DEFAULT;
    }
    try {
      int wanted = Integer.parseInt(asked);
      if (wanted >= 0 && wanted <= RECIPIENTS_MAX) {
        return wanted;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw QueryParameters.invalid("recipients", "This is not a count.", "0 to " + RECIPIENTS_MAX);
  }

  private static Buffer json(AffectedQuery query, AffectedReport report) {
    return Json.of(json -> {
      json.writeStartObject();
      json.writeStringField("since", Rfc3339.format(query.sinceMillis()));
      json.writeStringField("until", Rfc3339.format(query.untilMillis()));
      long messages = 0;
      long recipients = 0;
      for (AffectedReport.Account account : report.accounts()) {
        messages += account.messages();
        recipients += account.recipients();
      }
      json.writeNumberField("messages", messages);
      json.writeNumberField("recipients", recipients);
      json.writeBooleanField("complete", report.complete());
      json.writeArrayFieldStart("accounts");
      for (AffectedReport.Account account : report.accounts()) {
        write(json, account);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, AffectedReport.Account account) throws IOException {
    json.writeStartObject();
    json.writeStringField("account", account.account());
    json.writeNumberField("messages", account.messages());
    json.writeNumberField("recipients", account.recipients());
    json.writeObjectFieldStart("states");
    for (Map.Entry<String, Long> state : new TreeMap<>(account.states()).entrySet()) {
      json.writeNumberField(state.getKey(), state.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("causes");
    for (AffectedReport.Cause cause : account.causes()) {
      json.writeStartObject();
      json.writeStringField("cause", cause.trouble().cause());
      Json.text(json, "carrier", cause.trouble().carrier());
      json.writeNumberField("messages", cause.messages());
      json.writeStringField("first_at", Rfc3339.format(cause.firstMillis()));
      json.writeStringField("last_at", Rfc3339.format(cause.lastMillis()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("named");
    for (AffectedReport.Recipient recipient : account.named()) {
      json.writeStartObject();
      json.writeStringField("to", recipient.masked());
      json.writeStringField("state", recipient.state());
      json.writeStringField("accepted_at", Rfc3339.format(recipient.acceptedAtMillis()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
