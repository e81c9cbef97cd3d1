package io.strowger.gateway.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a message as a JSON array, so that operators can read history with SQL alone. The
 * member names are on disk: they stay.
 */
final class AttemptsJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectMapper MAPPER = new ObjectMapper(JSON);

  private AttemptsJson() {}

  static String write(List<Attempt> attempts) {
    try (SegmentedStringWriter text = new SegmentedStringWriter(JSON._getBufferRecycler());
        JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartArray();
      for (Attempt attempt : attempts) {
        write(out, attempt);
      }
      out.writeEndArray();
      out.flush();
      return text.getAndClear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JsonGenerator out, Attempt attempt) throws IOException {
    RouteChoice choice = attempt.choice();
    out.writeStartObject();
    out.writeNumberField("ordinal", attempt.ordinal());
    out.writeStringField("carrier", choice.carrier());
    out.writeStringField("channel", choice.channel().name());
    out.writeStringField("prefix", choice.prefix());
    out.writeStringField("reason", choice.reason().name());
    text(out, "detail", choice.detail());
    out.writeNumberField("submits", attempt.submits());
    text(out, "link", attempt.link());
    out.writeArrayFieldStart("carrier_ids");
    for (String id : attempt.carrierIds()) {
      out.writeString(id);
    }
    out.writeEndArray();
    out.writeNumberField("receipts_expected", attempt.receiptsExpected());
    out.writeNumberField("parts_delivered", attempt.partsDelivered());
    write(out, attempt.verdict());
    CallCodec.write(out, attempt.call());
    time(out, "started_at", attempt.startedAtMillis());
    time(out, "answered_at", attempt.answeredAtMillis());
    time(out, "ended_at", attempt.endedAtMillis());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Verdict verdict) throws IOException {
    switch (verdict) {
      case Verdict.Pending _ -> out.writeStringField("verdict", "pending");
      case Verdict.Taken _ -> out.writeStringField("verdict", "taken");
      case Verdict.Arrived _ -> out.writeStringField("verdict", "arrived");
      case Verdict.Refused refused -> {
        out.writeStringField("verdict", "refused");
        write(out, refused.refusal());
      }
      case Verdict.Throttled throttled -> {
        out.writeStringField("verdict", "throttled");
        write(out, throttled.refusal());
        out.writeNumberField("retry_at", throttled.retryAtMillis());
      }
      case Verdict.Silent _ -> out.writeStringField("verdict", "silent");
      case Verdict.InDoubt inDoubt -> {
        out.writeStringField("verdict", "in_doubt");
        out.writeStringField("cause", inDoubt.cause());
      }
      case Verdict.NotSent notSent -> {
        out.writeStringField("verdict", "not_sent");
        out.writeStringField("cause", notSent.cause());
      }
    }
  }

  private static void write(JsonGenerator out, Refusal refusal) throws IOException {
    out.writeStringField("code", refusal.code());
    out.writeStringField("reading", refusal.reading());
    out.writeStringField("disposition", refusal.disposition().name());
  }

  private static void text(JsonGenerator out, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }

  private static void time(JsonGenerator out, String name, long millis) throws IOException {
    if (millis != 0) {
      out.writeNumberField(name, millis);
    }
  }

  /**
   * @throws DamagedException when it is not what {@link #write} made
   */
  static List<Attempt> read(String json) throws DamagedException {
    try {
      List<Attempt> attempts = new ArrayList<>();
      for (JsonNode node : MAPPER.readTree(json)) {
        attempts.add(readAttempt(node));
      }
      return List.copyOf(attempts);
    } catch (IOException | IllegalArgumentException e) {
      throw new DamagedException("attempts are not readable", e);
    }
  }

  private static Attempt readAttempt(JsonNode node) throws DamagedException {
    List<String> carrierIds = new ArrayList<>();
    for (JsonNode id : node.path("carrier_ids")) {
      carrierIds.add(id.asText());
    }
    return new Attempt(
        node.path("ordinal").asInt(),
        new RouteChoice(
            node.path("carrier").asText(),
            Channel.valueOf(node.path("channel").asText()),
            node.path("prefix").asText(),
            RouteChoice.Reason.valueOf(node.path("reason").asText()),
            nullable(node, "detail")),
        node.path("submits").asInt(),
        nullable(node, "link"),
        List.copyOf(carrierIds),
        node.path("receipts_expected").asInt(),
        node.path("parts_delivered").asLong(),
        readVerdict(node),
        CallCodec.read(node.get("call")),
        node.path("started_at").asLong(),
        node.path("answered_at").asLong(),
        node.path("ended_at").asLong());
  }

  private static Verdict readVerdict(JsonNode node) throws DamagedException {
    String verdict = node.path("verdict").asText();
    return switch (verdict) {
      case "pending" -> new Verdict.Pending();
      case "taken" -> new Verdict.Taken();
      case "arrived" -> new Verdict.Arrived();
      case "refused" -> new Verdict.Refused(readRefusal(node));
      case "throttled" -> new Verdict.Throttled(readRefusal(node), node.path("retry_at").asLong());
      case "silent" -> new Verdict.Silent();
      case "in_doubt" -> new Verdict.InDoubt(node.path("cause").asText());
      case "not_sent" -> new Verdict.NotSent(node.path("cause").asText());
      default -> throw new DamagedException("unknown verdict");
    };
  }

  private static Refusal readRefusal(JsonNode node) {
    return new Refusal(
        node.path("code").asText(),
        node.path("reading").asText(),
        Refusal.Disposition.valueOf(node.path("disposition").asText()));
  }

  private static @Nullable String nullable(JsonNode node, String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value.asText();
  }
}
