package io.strowger.gateway.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.CallEvidence.Answer;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a call, in bytes for the journal and as JSON for history. Bits and names are on
 * disk: new ones may be added, none may change its meaning.
 */
final class CallCodec {
  private static final int RINGING = 1;
  private static final int ANSWERED = 1 << 1;
  private static final int MEDIA = 1 << 2;
  private static final int PLAYED = 1 << 3;
  private static final int CONFIRMED = 1 << 4;
  private static final int RINGBACK = 1 << 5;
  private static final int VOICEMAIL = 1 << 6;
  private static final int SILENT = 1 << 7;

  private CallCodec() {}

  static void write(BodyWriter out, @Nullable CallEvidence call) {
    out.putByte(call == null ? 0 : 1);
    if (call == null) {
      return;
    }
    out.putByte(
        bit(call.ringing(), RINGING)
            | bit(call.answered(), ANSWERED)
            | bit(call.mediaSeen(), MEDIA)
            | bit(call.playedToEnd(), PLAYED)
            | bit(call.confirmed(), CONFIRMED)
            | bit(call.ringback(), RINGBACK)
            | bit(call.voicemail(), VOICEMAIL)
            | bit(call.silent(), SILENT));
    out.putByte(
        switch (call.answer()) {
          case null -> 0;
          case APPROVED -> 1;
          case DENIED -> 2;
          case FRAUD -> 3;
        });
    out.putVarint(call.pddMillis());
    out.putVarint(call.ringMillis());
    out.putVarint(call.talkMillis());
    out.putVarint(call.sipStatus());
    out.putVarint(call.q850Cause());
  }

  static @Nullable CallEvidence read(BodyReader in) throws DamagedException {
    if (in.readByte() == 0) {
      return null;
    }
    int bits = in.readByte();
    int answer = in.readByte();
    return new CallEvidence(
        (bits & RINGING) != 0,
        (bits & ANSWERED) != 0,
        (bits & MEDIA) != 0,
        (bits & PLAYED) != 0,
        (bits & CONFIRMED) != 0,
        switch (answer) {
          case 0 -> null;
          case 1 -> Answer.APPROVED;
          case 2 -> Answer.DENIED;
          case 3 -> Answer.FRAUD;
          default -> throw new DamagedException("unknown answer " + answer);
        },
        in.readVarint(),
        in.readVarint(),
        in.readVarint(),
        (int) in.readVarint(),
        (int) in.readVarint(),
        (bits & RINGBACK) != 0,
        (bits & VOICEMAIL) != 0,
        (bits & SILENT) != 0);
  }

  private static int bit(boolean set, int bit) {
    return set ? bit : 0;
  }

  static void write(JsonGenerator out, @Nullable CallEvidence call) throws IOException {
    if (call == null) {
      return;
    }
    out.writeObjectFieldStart("call");
    out.writeBooleanField("ringing", call.ringing());
    out.writeBooleanField("answered", call.answered());
    out.writeBooleanField("media_seen", call.mediaSeen());
    out.writeBooleanField("played_to_end", call.playedToEnd());
    out.writeBooleanField("confirmed", call.confirmed());
    Answer answer = call.answer();
    if (answer != null) {
      out.writeStringField("answer", answer.name().toLowerCase(Locale.ROOT));
    }
    out.writeNumberField("pdd_ms", call.pddMillis());
    out.writeNumberField("ring_ms", call.ringMillis());
    out.writeNumberField("talk_ms", call.talkMillis());
    out.writeNumberField("sip_status", call.sipStatus());
    out.writeNumberField("q850_cause", call.q850Cause());
    out.writeBooleanField("ringback", call.ringback());
    out.writeBooleanField("voicemail", call.voicemail());
    out.writeBooleanField("silent", call.silent());
    out.writeEndObject();
  }

  static @Nullable CallEvidence read(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    String answer = node.path("answer").asText("");
    return new CallEvidence(
        node.path("ringing").asBoolean(),
        node.path("answered").asBoolean(),
        node.path("media_seen").asBoolean(),
        node.path("played_to_end").asBoolean(),
        node.path("confirmed").asBoolean(),
        answer.isEmpty() ? null : Answer.valueOf(answer.toUpperCase(Locale.ROOT)),
        node.path("pdd_ms").asLong(),
        node.path("ring_ms").asLong(),
        node.path("talk_ms").asLong(),
        node.path("sip_status").asInt(),
        node.path("q850_cause").asInt(),
        node.path("ringback").asBoolean(),
        node.path("voicemail").asBoolean(),
        node.path("silent").asBoolean());
  }
}
