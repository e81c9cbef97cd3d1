package io.strowger.gateway.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.strowger.gateway.alarm.Alarm;
import io.strowger.gateway.alarm.AlarmChange;
import io.strowger.gateway.alarm.Condition;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Alarms as CloudEvents; the data is the alarm as {@code GET /v1/admin/alarms} shows it. */
final class AlarmJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private AlarmJson() {}

  static String of(AlarmQueue.Due due, String id, String node) {
    StringWriter out = new StringWriter(1_000);
    AlarmChange change = due.change();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("specversion", "1.0");
      json.writeStringField("id", id);
      json.writeStringField("source", "/strowger/" + node);
      json.writeStringField("type", "com.strowger.alarm." + change.word());
      json.writeStringField("subject", change.alarm().condition().key().subject());
      json.writeStringField("time", EventJson.time(AlarmQueue.atMillis(change)));
      json.writeStringField("datacontenttype", "application/json");
      json.writeObjectFieldStart("data");
      data(json, change.alarm());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toString();
  }

  private static void data(JsonGenerator json, Alarm alarm) throws IOException {
    Condition condition = alarm.condition();
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
    json.writeStringField("onset", EventJson.time(condition.onsetMillis()));
    json.writeStringField("raised_at", EventJson.time(alarm.raisedMillis()));
    json.writeStringField("changed_at", EventJson.time(alarm.changedMillis()));
    EventJson.text(
        json, "cleared_at", alarm.isOpen() ? null : EventJson.time(alarm.clearedMillis()));
  }
}
