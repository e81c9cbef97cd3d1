package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carriers that call, and their trunks, as operators see them. */
final class TrunkJson {
  private TrunkJson() {}

  /**
   * @param only of this carrier; null for all
   */
  static Answer trunks(List<LinkDirectory.Caller> callers, @Nullable String only) {
    return new Answer.Json(
        200,
        Json.of(json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("trunks");
          for (LinkDirectory.Caller caller : callers) {
            if (only == null || only.equals(caller.id())) {
              for (LinkDirectory.Trunk trunk : caller.trunks()) {
                write(json, caller.id(), trunk);
              }
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        }));
  }

  static void write(JsonGenerator json, LinkDirectory.Caller caller) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", caller.id());
    json.writeStringField("channel", "voice");
    json.writeBooleanField("usable", caller.usable());
    json.writeBooleanField("drained", caller.drained());
    json.writeNumberField("calls_in_progress", caller.callsInProgress());
    json.writeArrayFieldStart("trunks");
    for (LinkDirectory.Trunk trunk : caller.trunks()) {
      write(json, caller.id(), trunk);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String carrier, LinkDirectory.Trunk trunk)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", trunk.id());
    json.writeStringField("carrier", carrier);
    json.writeStringField("address", trunk.address());
    json.writeStringField("state", trunk.state());
    json.writeNumberField("calls_in_progress", trunk.callsInProgress());
    json.writeNumberField("calls_max", trunk.callsMax());
    time(json, "since", trunk.sinceMillis());
    time(json, "paused_until", trunk.pausedUntilMillis());
    Json.text(json, "last_error", trunk.lastError());
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String field, long epochMillis) throws IOException {
    Json.text(json, field, epochMillis == 0 ? null : Rfc3339.format(epochMillis));
  }
}
