package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.TwilioTerms;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Twilio's Message and MessageFeedback resources. The body is always redacted. */
final class TwilioJson {
  private static final String API_VERSION = "2010-04-01";

  /** RFC 2822 section 3.3, as Twilio writes it: {@code Thu, 24 Aug 2023 05:01:45 +0000}. */
  private static final DateTimeFormatter RFC_2822 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);

  private final ToIntFunction<String> segments;

  TwilioJson(ToIntFunction<String> segments) {
    this.segments = segments;
  }

  /**
   * @param messagingService what the request named; it is not kept
   */
  Buffer message(String accountSid, Message message, @Nullable String messagingService) {
    return Json.of(json -> write(json, accountSid, message, messagingService));
  }

  /** One page of a list. */
  Buffer page(String accountSid, TwilioList asked, TwilioList.Page page) {
    int begin = asked.number() * asked.size();
    MessageId next = page.next();
    return Json.of(json -> {
      json.writeStartObject();
      json.writeStringField("first_page_uri", listUri(accountSid, asked, 0, null));
      json.writeNumberField("start", begin);
      json.writeNumberField("end", Math.max(begin, begin + page.messages().size() - 1));
      json.writeNumberField("page", asked.number());
      json.writeNumberField("page_size", asked.size());
      json.writeNullField("previous_page_uri");
      Json.text(
          json,
          "next_page_uri",
          next == null
              ? null
              : listUri(accountSid, asked, asked.number() + 1, TwilioList.pageToken(next)));
      json.writeStringField("uri", listUri(accountSid, asked, asked.number(), null));
      json.writeArrayFieldStart("messages");
      for (Message message : page.messages()) {
        write(json, accountSid, message, null);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static String listUri(
      String accountSid, TwilioList asked, int page, @Nullable String token) {
    StringBuilder uri = new StringBuilder("/" + API_VERSION + "/Accounts/" + accountSid);
    uri.append("/Messages.json?PageSize=").append(asked.size()).append("&Page=").append(page);
    parameter(uri, "To", asked.to());
    parameter(uri, "From", asked.from());
    if (asked.sinceMillis() != 0) {
      Instant since = Instant.ofEpochMilli(asked.sinceMillis());
      parameter(uri, "DateSent>", since.atOffset(ZoneOffset.UTC).toLocalDate().toString());
    }
    parameter(uri, "PageToken", token);
    return uri.toString();
  }

  private static void parameter(StringBuilder uri, String name, @Nullable String value) {
    if (value != null) {
      uri.append('&').append(URLEncoder.encode(name, StandardCharsets.UTF_8)).append('=');
      uri.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  private void write(
      JsonGenerator json, String accountSid, Message message, @Nullable String messagingService)
      throws IOException {
    MessageSpec spec = message.spec();
    String sid = TwilioTerms.sid(spec.id());
    String uri = uri(accountSid, sid);
    Integer error = TwilioTerms.errorCode(message);
    json.writeStartObject();
    json.writeStringField("account_sid", accountSid);
    json.writeStringField("api_version", API_VERSION);
    json.writeStringField("body", "");
    date(json, "date_created", spec.acceptedAtMillis());
    date(json, "date_sent", sentAt(message));
    date(json, "date_updated", updatedAt(message));
    json.writeStringField("direction", "outbound-api");
    if (error == null) {
      json.writeNullField("error_code");
    } else {
      json.writeNumberField("error_code", error);
    }
    Json.text(json, "error_message", error == null ? null : reason(message));
    Json.text(json, "from", spec.sender());
    Json.text(json, "messaging_service_sid", messagingService);
    json.writeStringField("num_media", "0");
    json.writeStringField("num_segments", Integer.toString(segmentsOf(message)));
    json.writeNullField("price");
    json.writeStringField("price_unit", "USD");
    json.writeStringField("sid", sid);
    json.writeStringField("status", TwilioTerms.status(message));
    json.writeObjectFieldStart("subresource_uris");
    json.writeStringField("media", uri.replace(".json", "/Media.json"));
    json.writeEndObject();
    json.writeStringField("to", spec.to().e164());
    json.writeStringField("uri", uri);
    json.writeEndObject();
  }

  /** The answer to a feedback. */
  Buffer feedback(String accountSid, MessageId id, String outcome, long nowMillis) {
    String sid = TwilioTerms.sid(id);
    return Json.of(json -> {
      json.writeStartObject();
      json.writeStringField("account_sid", accountSid);
      date(json, "date_created", nowMillis);
      date(json, "date_updated", nowMillis);
      json.writeStringField("message_sid", sid);
      json.writeStringField("outcome", outcome);
      json.writeStringField("uri", uri(accountSid, sid).replace(".json", "/Feedback.json"));
      json.writeEndObject();
    });
  }

  private static String uri(String accountSid, String sid) {
    return "/" + API_VERSION + "/Accounts/" + accountSid + "/Messages/" + sid + ".json";
  }

  private static void date(JsonGenerator json, String field, long epochMillis) throws IOException {
    Json.text(json, field, epochMillis == 0 ? null : rfc2822(epochMillis));
  }

  static String rfc2822(long epochMillis) {
    return RFC_2822.format(Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC));
  }

  private static String reason(Message message) {
    return switch (message.state()) {
      case MessageState.Failed(var refusal, long _) -> refusal.reading();
      case MessageState.Expired _ -> "Validity Period Expired";
      default -> "Unknown error";
    };
  }

  /** When a carrier first took it; 0 while none has. */
  private static long sentAt(Message message) {
    for (Attempt attempt : message.attempts()) {
      if (!attempt.carrierIds().isEmpty()) {
        return attempt.answeredAtMillis();
      }
    }
    return 0;
  }

  private static long updatedAt(Message message) {
    if (message.state() instanceof MessageState.Final end) {
      return end.atMillis();
    }
    long latest = message.spec().acceptedAtMillis();
    for (Attempt attempt : message.attempts()) {
      latest = Math.max(latest, attempt.startedAtMillis());
      latest = Math.max(latest, attempt.answeredAtMillis());
      latest = Math.max(latest, attempt.endedAtMillis());
    }
    return latest;
  }

  /** A text that was shredded can no longer be measured; the carrier's ids still tell. */
  private int segmentsOf(Message message) {
    if (!message.spec().text().isShredded()) {
      return segments.applyAsInt(message.spec().text().reveal());
    }
    return message.attempts().stream()
        .mapToInt(attempt -> attempt.carrierIds().size())
        .reduce(1, Math::max);
  }
}
