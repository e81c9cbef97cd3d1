package io.strowger.gateway.risk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.strowger.gateway.account.RiskRules;
import io.strowger.gateway.message.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One question, one answer:
 *
 * <pre>
 *   POST {"account": "idp", "to": "+39…", "sender": "Example", "channel": "sms"}
 *   200  {"decision": "allow"} or {"decision": "deny"}
 * </pre>
 *
 * <p>Never a text or a code. Anything else is no answer.
 */
final class RiskClient {
  private static final int ANSWER_MAX = 16_384;
  private static final JsonFactory JSON = new JsonFactory();

  private final Supplier<HttpClient> http;

  /**
   * @param http follows no redirects
   */
  RiskClient(Supplier<HttpClient> http) {
    this.http = http;
  }

  /** Never fails: what goes wrong is {@link RiskVerdict#UNKNOWN}. */
  CompletableFuture<RiskVerdict> ask(RiskRules rules, RiskQuestion asked) {
    Duration timeout = Duration.ofMillis(rules.timeoutMillis());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(rules.url())
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(question(asked)));
    Secret bearer = rules.bearer();
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer.reveal());
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.get()
            .sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), ANSWER_MAX));
    // The request's own time ends with the head of the answer; this one with all of it.
    return answer
        .orTimeout(rules.timeoutMillis(), TimeUnit.MILLISECONDS)
        .handle((response, failure) -> {
          if (failure != null) {
            answer.cancel(true);
            return RiskVerdict.UNKNOWN;
          }
          return response.statusCode() == 200 ? read(response.body()) : RiskVerdict.UNKNOWN;
        });
  }

  static byte[] question(RiskQuestion asked) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(octets)) {
      json.writeStartObject();
      json.writeStringField("account", asked.account());
      json.writeStringField("to", asked.to().e164());
      if (asked.sender() != null) {
        json.writeStringField("sender", asked.sender());
      }
      json.writeStringField("channel", asked.channel().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toByteArray();
  }

  /** The text field {@code decision} of the outermost object. */
  static RiskVerdict read(byte[] body) {
    RiskVerdict verdict = RiskVerdict.UNKNOWN;
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return RiskVerdict.UNKNOWN;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("decision")) {
          verdict =
              switch (value == JsonToken.VALUE_STRING ? json.getText() : "") {
                case "allow" -> RiskVerdict.ALLOW;
                case "deny" -> RiskVerdict.DENY;
                default -> RiskVerdict.UNKNOWN;
              };
        } else {
          json.skipChildren();
        }
      }
      return json.currentToken() == JsonToken.END_OBJECT ? verdict : RiskVerdict.UNKNOWN;
    } catch (IOException e) {
      return RiskVerdict.UNKNOWN;
    }
  }
}
