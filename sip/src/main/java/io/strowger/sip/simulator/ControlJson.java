package io.strowger.sip.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The control port's JSON: flat, kebab-case keys, the same as on the command line. */
final class ControlJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ControlJson() {}

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] error(String message) throws IOException {
    return object(json -> json.writeStringField("error", message));
  }

  static byte[] dials(TrunkDials dials) throws IOException {
    return object(json -> {
      for (TrunkDial dial : TrunkDial.values()) {
        json.writeStringField(dial.key(), dial.read(dials));
      }
    });
  }

  static byte[] report(TrunkReport report) throws IOException {
    return object(json -> {
      for (Map.Entry<TrunkReport.Count, Long> count : report.counts().entrySet()) {
        json.writeNumberField(word(count.getKey()), count.getValue());
      }
      json.writeObjectFieldStart("finals");
      for (Map.Entry<Integer, Long> count : report.finals().entrySet()) {
        json.writeNumberField(count.getKey().toString(), count.getValue());
      }
      json.writeEndObject();
      json.writeObjectFieldStart("by-destination");
      for (Map.Entry<String, Integer> count :
          new TreeMap<>(report.callsByDestination()).entrySet()) {
        json.writeNumberField(count.getKey(), count.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("last-calls");
      for (CallRecord call : report.calls()) {
        write(json, call);
      }
      json.writeEndArray();
    });
  }

  private static void write(JsonGenerator json, CallRecord call) throws IOException {
    json.writeStartObject();
    json.writeStringField("call-id", call.callId());
    json.writeStringField("from", call.from());
    json.writeStringField("to", call.to());
    json.writeStringField("fate", word(call.fate()));
    json.writeNumberField("status", call.status());
    json.writeNumberField("talk-millis", call.talkMillis());
    json.writeNumberField("audio-millis", call.audioMillis());
    json.writeArrayFieldStart("codes");
    for (String code : call.codes()) {
      json.writeString(code);
    }
    json.writeEndArray();
    json.writeNumberField("unrecognised", call.unrecognised());
    json.writeStringField("keys", call.keys());
    json.writeStringField("keys_heard", call.keysHeard());
    json.writeNumberField("received-at-millis", call.receivedAtMillis());
    json.writeEndObject();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Turns the dials that the JSON object names; the others stay.
   *
   * @throws IllegalArgumentException naming the key that is unknown, or its value out of range
   */
  static TrunkDials turn(TrunkDials dials, byte[] body) {
    TrunkDialsBuilder builder = dials.toBuilder();
    try (JsonParser json = FACTORY.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the body is a JSON object of dials");
      }
      for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
        TrunkDial dial = TrunkDial.of(key);
        if (dial == null) {
          throw new IllegalArgumentException("there is no dial '" + key + "'");
        }
        dial.turn(builder, value(json, dial));
      }
    } catch (IOException e) {
      // Jackson's own message quotes the body, in which a password may stand.
      throw new IllegalArgumentException("the body is not JSON", e);
    }
    return builder.build();
  }

  /** A scalar, or an object as {@code key=value,…}. */
  private static String value(JsonParser json, TrunkDial dial) throws IOException {
    JsonToken token = json.nextToken();
    if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      return json.getText();
    }
    if (token != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException(dial.key() + " is " + dial.description());
    }
    List<String> entries = new ArrayList<>();
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      if (!json.nextToken().isScalarValue()) {
        throw new IllegalArgumentException(dial.key() + " is " + dial.description());
      }
      entries.add(key + "=" + json.getText());
    }
    return String.join(",", entries);
  }

  private static byte[] object(Body body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    }
    out.write('\n');
    return out.toByteArray();
  }
}
