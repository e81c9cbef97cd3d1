package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.VerificationSpec;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;

/** Verifications as clients see them. Codes and texts are never among it. */
final class VerificationJson {
  private VerificationJson() {}

  static Buffer verification(Verification verification, long nowMillis) {
    return Json.of(json -> {
      VerificationSpec spec = verification.spec();
      List<MessageId> messages = verification.messages();
      json.writeStartObject();
      state(json, verification, nowMillis);
      json.writeStringField("account", spec.account());
      json.writeStringField("to", spec.to().e164());
      json.writeStringField("started_at", Rfc3339.format(spec.startedAtMillis()));
      json.writeStringField("expires_at", Rfc3339.format(spec.expiresAtMillis()));
      json.writeNumberField("resends_left", verification.resendsLeft(nowMillis));
      Json.text(json, "message_id", messages.isEmpty() ? null : messages.getLast().toString());
      json.writeArrayFieldStart("message_ids");
      for (MessageId id : messages) {
        json.writeString(id.toString());
      }
      json.writeEndArray();
      Json.text(json, "reference", spec.reference());
      json.writeEndObject();
    });
  }

  /** What a check is answered. */
  static Buffer checked(Verification verification, boolean valid, long nowMillis) {
    return Json.of(json -> {
      json.writeStartObject();
      state(json, verification, nowMillis);
      json.writeBooleanField("valid", valid);
      json.writeEndObject();
    });
  }

  private static void state(JsonGenerator json, Verification verification, long nowMillis)
      throws IOException {
    json.writeStringField("id", verification.id().toString());
    json.writeStringField("state", verification.clientState(nowMillis));
    json.writeNumberField("checks_left", verification.checksLeft(nowMillis));
  }
}
