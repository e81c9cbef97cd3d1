package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.strowger.gateway.health.Fault;
import io.strowger.gateway.health.HealthReport;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is judged of routes, as operators ask for it. */
final class HealthCalls {
  static final List<String> PARAMETERS = List.of("carrier");

  private final DoorState door;

  HealthCalls(DoorState door) {
    this.door = door;
  }

  Answer health(QueryParameters query) {
    String only = query.get("carrier");
    return new Answer.Json(
        200,
        Json.of(json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("routes");
          for (HealthReport cell : door.ports().health().get()) {
            if (only == null || only.equals(cell.route())) {
              write(json, cell);
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        }));
  }

  private static void write(JsonGenerator json, HealthReport cell) throws IOException {
    Fault fault = cell.fault();
    boolean troubled = cell.sinceMillis() != 0;
    json.writeStartObject();
    json.writeStringField("carrier", cell.route());
    Json.text(json, "operator", cell.operator().isEmpty() ? null : cell.operator());
    json.writeStringField("state", word(cell.state()));
    Json.text(json, "cause", troubled ? word(cell.cause()) : null);
    Json.text(json, "fault", fault == null ? null : word(fault));
    Json.text(json, "since", time(cell.sinceMillis()));
    Json.text(json, "onset", time(cell.onsetMillis()));
    json.writeNumberField("share", cell.share());
    json.writeNumberField("score", rounded(cell.score()));
    json.writeNumberField("threshold", rounded(cell.threshold()));
    json.writeNumberField("success", rounded(cell.success()));
    json.writeNumberField("messages", Math.round(cell.messages()));
    if (cell.verified() < 0) {
      json.writeNullField("verified");
    } else {
      json.writeNumberField("verified", rounded(cell.verified()));
    }
    json.writeBooleanField("proven", cell.proven());
    json.writeBooleanField("blind", cell.blind());
    json.writeNumberField("hedge_ms", cell.hedgeMillis());
    json.writeEndObject();
  }

  private static @Nullable String time(long millis) {
    return millis == 0 ? null : Rfc3339.format(millis);
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
