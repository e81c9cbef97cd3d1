package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.strowger.gateway.message.CallEvidence;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What was seen of a call, as clients see it. */
final class CallJson {
  private CallJson() {}

  static void write(JsonGenerator json, @Nullable CallEvidence call) throws IOException {
    if (call == null) {
      return;
    }
    json.writeObjectFieldStart("call");
    json.writeBooleanField("ringing", call.ringing());
    json.writeBooleanField("answered", call.answered());
    json.writeBooleanField("media_seen", call.mediaSeen());
    json.writeBooleanField("played_to_end", call.playedToEnd());
    json.writeBooleanField("confirmed", call.confirmed());
    CallEvidence.Answer answer = call.answer();
    Json.text(json, "answer", answer == null ? null : MessageJson.word(answer));
    json.writeNumberField("pdd_ms", call.pddMillis());
    json.writeNumberField("ring_ms", call.ringMillis());
    json.writeNumberField("talk_ms", call.talkMillis());
    json.writeNumberField("sip_status", call.sipStatus());
    json.writeNumberField("q850_cause", call.q850Cause());
    json.writeBooleanField("ringback", call.ringback());
    json.writeBooleanField("voicemail", call.voicemail());
    json.writeBooleanField("silent", call.silent());
    json.writeEndObject();
  }
}
