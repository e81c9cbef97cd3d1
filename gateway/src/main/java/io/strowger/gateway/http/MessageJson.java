package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.Verdict;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Messages as clients see them. Texts and codes are never among it. */
final class MessageJson {
  private static final byte[] ACCEPTED_ID = ascii("{\"id\":\"");
  private static final byte[] ACCEPTED_STATE = ascii("\",\"state\":\"accepted\",\"expires_at\":\"");
  private static final byte[] ACCEPTED_END = ascii("\"}");
  private static final int ID_LENGTH = 36;
  private static final int ACCEPTED_LENGTH =
      ACCEPTED_ID.length + ID_LENGTH + ACCEPTED_STATE.length + Rfc3339.LENGTH + ACCEPTED_END.length;

  private MessageJson() {}

  /** The 202 of a new message: laid out by hand, since every passcode has one. */
  static Buffer accepted(String id, long expiresAtMillis) {
    byte[] body = new byte[ACCEPTED_LENGTH];
    int at = copy(ACCEPTED_ID, body, 0);
    at = copy(ascii(id), body, at);
    at = copy(ACCEPTED_STATE, body, at);
    Rfc3339.write(expiresAtMillis, body, at);
    copy(ACCEPTED_END, body, at + Rfc3339.LENGTH);
    return Buffer.buffer(body);
  }

  static Buffer message(Message message) {
    return Json.of(json -> write(json, message));
  }

  /**
   * @param next where the next page begins; null on the last
   */
  static Buffer page(List<Message> messages, @Nullable MessageId next) {
    return Json.of(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("messages");
      for (Message message : messages) {
        write(json, message);
      }
      json.writeEndArray();
      Json.text(json, "next_cursor", next == null ? null : next.toString());
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, Message message) throws IOException {
    MessageSpec spec = message.spec();
    json.writeStartObject();
    json.writeStringField("id", spec.id().toString());
    json.writeStringField("account", spec.account());
    json.writeStringField("to", spec.to().e164());
    json.writeStringField("state", message.clientState());
    json.writeStringField("accepted_at", Rfc3339.format(spec.acceptedAtMillis()));
    json.writeStringField("expires_at", Rfc3339.format(spec.expiresAtMillis()));
    if (message.state() instanceof MessageState.Final end) {
      json.writeStringField("final_at", Rfc3339.format(end.atMillis()));
    } else {
      json.writeNullField("final_at");
    }
    if (message.state() instanceof MessageState.Failed(Refusal refusal, long _)) {
      refusal(json, "failure", refusal);
    }
    json.writeArrayFieldStart("channels");
    for (Channel channel : spec.channels()) {
      json.writeString(word(channel));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("plan");
    for (Plan.Step step : spec.plan().steps()) {
      json.writeStartObject();
      json.writeStringField("channel", word(step.channel()));
      json.writeNumberField("after_ms", step.afterMillis());
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.text(json, "sender", spec.sender());
    Json.text(json, "language", spec.language());
    Json.text(json, "reference", spec.reference());
    json.writeArrayFieldStart("attempts");
    for (Attempt attempt : message.attempts()) {
      write(json, attempt);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Attempt attempt) throws IOException {
    json.writeStartObject();
    json.writeNumberField("ordinal", attempt.ordinal());
    json.writeStringField("carrier", attempt.choice().carrier());
    json.writeStringField("channel", word(attempt.choice().channel()));
    json.writeStringField("prefix", attempt.choice().prefix());
    json.writeStringField("reason", word(attempt.choice().reason()));
    Json.text(json, "reason_detail", attempt.choice().detail());
    Json.text(json, "link", attempt.link());
    json.writeArrayFieldStart("carrier_message_ids");
    for (String id : attempt.carrierIds()) {
      json.writeString(id);
    }
    json.writeEndArray();
    json.writeNumberField("submits", attempt.submits());
    json.writeNumberField("receipts_expected", attempt.receiptsExpected());
    json.writeNumberField("parts_delivered", Long.bitCount(attempt.partsDelivered()));
    time(json, "started_at", attempt.startedAtMillis());
    time(json, "answered_at", attempt.answeredAtMillis());
    time(json, "ended_at", attempt.endedAtMillis());
    verdict(json, attempt.verdict());
    CallJson.write(json, attempt.call());
    json.writeEndObject();
  }

  private static void verdict(JsonGenerator json, Verdict verdict) throws IOException {
    String word =
        switch (verdict) {
          case Verdict.Pending _ -> "pending";
          case Verdict.Taken _ -> "taken";
          case Verdict.Arrived _ -> "arrived";
          case Verdict.Refused _ -> "refused";
          case Verdict.Throttled _ -> "throttled";
          case Verdict.Silent _ -> "silent";
          case Verdict.InDoubt _ -> "in_doubt";
          case Verdict.NotSent _ -> "not_sent";
        };
    json.writeStringField("verdict", word);
    switch (verdict) {
      case Verdict.Refused(Refusal refusal) -> refusal(json, "refusal", refusal);
      case Verdict.Throttled(Refusal refusal, long retryAtMillis) -> {
        refusal(json, "refusal", refusal);
        time(json, "retry_at", retryAtMillis);
      }
      case Verdict.InDoubt(String cause) -> json.writeStringField("cause", cause);
      case Verdict.NotSent(String cause) -> json.writeStringField("cause", cause);
      case Verdict.Pending _, Verdict.Taken _, Verdict.Arrived _, Verdict.Silent _ -> {}
    }
  }

  private static void refusal(JsonGenerator json, String field, Refusal refusal)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("code", refusal.code());
    json.writeStringField("reading", refusal.reading());
    json.writeStringField("disposition", word(refusal.disposition()));
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String field, long epochMillis) throws IOException {
    Json.text(json, field, epochMillis == 0 ? null : Rfc3339.format(epochMillis));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int copy(byte[] from, byte[] to, int at) {
    System.arraycopy(from, 0, to, at, from.length);
    return at + from.length;
  }
}
