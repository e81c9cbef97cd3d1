package io.strowger.gateway.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.message.ApprovalResult;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** State changes as CloudEvents. Texts and codes are never among it. */
final class EventJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private EventJson() {}

  /** The same on every try, so that a receiver knows what it has had. */
  static String id(Notice notice) {
    return notice.message().id() + "-" + notice.sequence();
  }

  /**
   * @param node names the gateway in the event's source
   * @param wholeNumbers false to mask the telephone number
   */
  static String of(Notice notice, String node, boolean wholeNumbers) {
    StringWriter out = new StringWriter(640);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      Message message = notice.message();
      json.writeStartObject();
      json.writeStringField("specversion", "1.0");
      json.writeStringField("id", id(notice));
      json.writeStringField("source", "/strowger/" + node);
      json.writeStringField("type", type(message));
      json.writeStringField("subject", message.id().toString());
      json.writeStringField("time", time(notice.atMillis()));
      json.writeStringField("datacontenttype", "application/json");
      json.writeObjectFieldStart("data");
      data(json, message, wholeNumbers);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toString();
  }

  /** A question's event is named by its result: that is what its account waits for. */
  private static String type(Message message) {
    ApprovalResult result = ApprovalResult.of(message);
    return result == null
        ? "com.strowger.message." + message.clientState()
        : "com.strowger.approval." + result.name().toLowerCase(Locale.ROOT);
  }

  private static void data(JsonGenerator json, Message message, boolean wholeNumbers)
      throws IOException {
    MessageSpec spec = message.spec();
    json.writeStringField("id", spec.id().toString());
    json.writeStringField("account", spec.account());
    json.writeStringField("to", wholeNumbers ? spec.to().e164() : spec.to().masked());
    json.writeStringField("state", message.clientState());
    ApprovalResult result = ApprovalResult.of(message);
    if (spec.plan().purpose() == Plan.Purpose.APPROVAL) {
      text(json, "result", result == null ? null : result.name().toLowerCase(Locale.ROOT));
    }
    text(json, "reference", spec.reference());
    json.writeStringField("accepted_at", time(spec.acceptedAtMillis()));
    json.writeStringField("expires_at", time(spec.expiresAtMillis()));
    text(
        json,
        "final_at",
        message.state() instanceof MessageState.Final end ? time(end.atMillis()) : null);
    if (message.state() instanceof MessageState.Failed failed) {
      json.writeObjectFieldStart("failure");
      json.writeStringField("code", failed.refusal().code());
      json.writeStringField("reading", failed.refusal().reading());
      json.writeEndObject();
    } else {
      json.writeNullField("failure");
    }
    Attempt last = message.attempts().isEmpty() ? null : message.attempts().getLast();
    json.writeNumberField("attempts", message.attempts().size());
    text(json, "carrier", last == null ? null : last.choice().carrier());
    text(
        json,
        "channel",
        last == null ? null : last.choice().channel().name().toLowerCase(Locale.ROOT));
  }

  static void text(JsonGenerator json, String field, @Nullable String value) throws IOException {
    if (value == null) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, value);
    }
  }

  static String time(long epochMillis) {
    return TIME.format(Instant.ofEpochMilli(epochMillis));
  }
}
