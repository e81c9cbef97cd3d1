package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.strowger.gateway.alarm.Alarm;
import io.strowger.gateway.alarm.Condition;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong now, for operators. */
final class AlarmCalls {
  static final List<String> PARAMETERS = List.of("state");

  private AlarmCalls() {}

  static void list(Exchange exchange, DoorState door, @Nullable String state) throws Rejected {
    List<Alarm> alarms =
        switch (state) {
          case null -> door.alarms().open();
          case "open" -> door.alarms().open();
          case "all" -> door.alarms().all();
          default ->
              throw new Rejected(
                  Problem.of(ProblemType.INVALID_PARAMETER, "state is open or all."));
        };
    exchange.answer(new Answer.Json(200, of(alarms)));
  }

  static Buffer of(List<Alarm> alarms) {
    return Json.of(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("alarms");
      for (Alarm alarm : alarms) {
        write(json, alarm);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  static Buffer of(Alarm alarm) {
    return Json.of(json -> write(json, alarm));
  }

  static void write(JsonGenerator json, Alarm alarm) throws IOException {
    Condition condition = alarm.condition();
    json.writeStartObject();
    json.writeNumberField("id", alarm.id());
    json.writeStringField("kind", condition.key().kind().word());
    json.writeStringField("subject", condition.key().subject());
    json.writeStringField("severity", condition.severity().word());
    json.writeStringField("state", alarm.isOpen() ? "open" : "cleared");
    json.writeStringField("cause", condition.cause());
    json.writeObjectFieldStart("evidence");
    for (Map.Entry<String, String> each : condition.evidence().entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
    json.writeStringField("remedy", condition.key().kind().remedy());
    json.writeStringField("onset", Rfc3339.format(condition.onsetMillis()));
    json.writeStringField("raised_at", Rfc3339.format(alarm.raisedMillis()));
    json.writeStringField("changed_at", Rfc3339.format(alarm.changedMillis()));
    Json.text(
        json,
        "cleared_at",
        alarm.clearedMillis() == 0 ? null : Rfc3339.format(alarm.clearedMillis()));
    json.writeEndObject();
  }
}
