package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.strowger.gateway.canary.CanaryReport;
import java.io.IOException;
import java.util.Locale;

/** The canaries, as operators see them. */
final class CanaryJson {
  private CanaryJson() {}

  static Answer of(CanaryReport report) {
    return new Answer.Json(
        200,
        Json.of(json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("numbers");
          for (CanaryReport.OwnNumber number : report.numbers()) {
            write(json, number);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("carriers");
          for (CanaryReport.Carrier carrier : report.carriers()) {
            write(json, carrier);
          }
          json.writeEndArray();
          json.writeEndObject();
        }));
  }

  private static void write(JsonGenerator json, CanaryReport.OwnNumber number) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", number.id());
    json.writeStringField("number", number.masked());
    json.writeStringField("returns_by", number.returnsBy());
    json.writeStringField("standing", number.standing().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("missing", number.missing());
    time(json, "returned", number.returnedMillis());
    time(json, "silent_since", number.silentSinceMillis());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, CanaryReport.Carrier carrier) throws IOException {
    boolean back = carrier.returnedMillis() != 0;
    json.writeStartObject();
    json.writeStringField("carrier", carrier.carrier());
    json.writeNumberField("sent", carrier.sent());
    json.writeNumberField("returned", carrier.returned());
    json.writeNumberField("lost", carrier.lost());
    json.writeNumberField("unproven", carrier.unproven());
    json.writeNumberField("not_taken", carrier.notTaken());
    time(json, "last_returned", carrier.returnedMillis());
    if (back) {
      json.writeNumberField("round_trip_ms", carrier.roundTripMillis());
    } else {
      json.writeNullField("round_trip_ms");
    }
    json.writeNumberField("interval_ms", carrier.intervalMillis());
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String field, long millis) throws IOException {
    Json.text(json, field, millis == 0 ? null : Rfc3339.format(millis));
  }
}
