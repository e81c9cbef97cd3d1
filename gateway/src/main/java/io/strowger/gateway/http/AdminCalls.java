package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The calls of operators. */
final class AdminCalls {
  private final DoorState door;
  private final GuardCalls guard;
  private final AccountCalls accounts;

  AdminCalls(DoorState door) {
    this.door = door;
    this.accounts = new AccountCalls(door);
    this.guard = new GuardCalls(door);
  }

  void call(Exchange exchange, Authentication.Caller caller) {
    try {
      QueryParameters query = QueryParameters.of(exchange);
      LinkDirectory links = door.ports().links();
      switch (exchange.endpoint()) {
        case LIST_CARRIERS -> exchange.answer(carriers(links));
        case GET_CARRIER -> exchange.answer(carrier(links, id(exchange)));
        case LIST_BLOCKS -> guard.blocks(exchange);
        case LIFT_BLOCK -> guard.lift(exchange);
        case LIST_LINKS -> exchange.answer(links(links, query.get("carrier")));
        case LIST_HEALTH -> exchange.answer(new HealthCalls(door).health(query));
        case LIST_CANARIES -> exchange.answer(CanaryJson.of(door.ports().canaries().get()));
        case LIST_TRUNKS ->
            exchange.answer(TrunkJson.trunks(links.callers(), query.get("carrier")));
        case LIST_ESMES ->
            exchange.answer(new Answer.Json(200, EsmeJson.of(links.esmes(), query.get("account"))));
        case DRAIN_CARRIER -> {
          String id = id(exchange);
          exchange.answer(links.drain(id) ? carrier(links, id) : noCarrier());
        }
        case RESUME_CARRIER -> {
          String id = id(exchange);
          exchange.answer(links.resume(id) ? carrier(links, id) : noCarrier());
        }
        case RELOAD_CONFIG ->
            door.blocking().run(exchange, () -> reloaded(door.ports().config().reload()));
        case LIST_AFFECTED -> new AffectedCalls(door).call(exchange, query);
        case LIST_ALARMS -> AlarmCalls.list(exchange, door, query.get("state"));
        case STREAM_ALARMS ->
            exchange
                .loop()
                .streams()
                .open(exchange, door.alarmEvents(), new EventFeed.AlarmChanges(door));
        case REPLAY_WEBHOOK -> new WebhookReplay(door).call(exchange, id(exchange), query);
        case LIST_ACCOUNTS,
            CREATE_ACCOUNT,
            GET_ACCOUNT,
            CHANGE_ACCOUNT,
            DELETE_ACCOUNT,
            ADD_KEY,
            REMOVE_KEY,
            ADD_SMPP_PASSWORD,
            REMOVE_SMPP_PASSWORD ->
            accounts.call(exchange, query, caller);
        default -> throw new IllegalStateException("not an operator's call");
      }
    } catch (Rejected e) {
      exchange.refuse(e.problem());
    }
  }

  private static Answer reloaded(ConfigReload.Outcome outcome) {
    if (!outcome.applied()) {
      return new Answer.Refused(
          new Problem(
              ProblemType.INVALID_CONFIGURATION,
              "The configuration has " + outcome.errors().size() + " errors.",
              null,
              null,
              null,
              0,
              outcome.errors()));
    }
    return new Answer.Json(
        200,
        Json.of(json -> {
          json.writeStartObject();
          json.writeBooleanField("applied", true);
          json.writeArrayFieldStart("warnings");
          for (String warning : outcome.warnings()) {
            json.writeString(warning);
          }
          json.writeEndArray();
          json.writeEndObject();
        }));
  }

  private static Answer carriers(LinkDirectory links) {
    return new Answer.Json(
        200,
        Json.of(json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("carriers");
          for (LinkDirectory.Carrier carrier : links.carriers()) {
            write(json, carrier);
          }
          for (LinkDirectory.Caller caller : links.callers()) {
            TrunkJson.write(json, caller);
          }
          json.writeEndArray();
          json.writeEndObject();
        }));
  }

  private static Answer carrier(LinkDirectory links, String id) {
    for (LinkDirectory.Carrier carrier : links.carriers()) {
      if (carrier.id().equals(id)) {
        return new Answer.Json(200, Json.of(json -> write(json, carrier)));
      }
    }
    for (LinkDirectory.Caller caller : links.callers()) {
      if (caller.id().equals(id)) {
        return new Answer.Json(200, Json.of(json -> TrunkJson.write(json, caller)));
      }
    }
    return noCarrier();
  }

  private static Answer noCarrier() {
    return Answer.refused(ProblemType.NOT_FOUND, "There is no such carrier.");
  }

  private static Answer links(LinkDirectory directory, @Nullable String only) {
    return new Answer.Json(
        200,
        Json.of(json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("links");
          for (LinkDirectory.Carrier carrier : directory.carriers()) {
            if (only == null || only.equals(carrier.id())) {
              for (LinkDirectory.Link link : carrier.links()) {
                write(json, carrier.id(), link);
              }
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        }));
  }

  private static void write(JsonGenerator json, LinkDirectory.Carrier carrier) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", carrier.id());
    json.writeStringField("channel", "sms");
    json.writeBooleanField("usable", carrier.usable());
    json.writeBooleanField("drained", carrier.drained());
    json.writeNumberField("queued", carrier.queued());
    json.writeNumberField("estimated_wait_ms", carrier.estimatedWaitMillis());
    json.writeNumberField("rate_limit_per_second", carrier.rateLimitPerSecond());
    json.writeNumberField("configured_rate_per_second", carrier.configuredRatePerSecond());
    json.writeArrayFieldStart("links");
    for (LinkDirectory.Link link : carrier.links()) {
      write(json, carrier.id(), link);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String carrier, LinkDirectory.Link link)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", link.id());
    json.writeStringField("carrier", carrier);
    json.writeStringField("address", link.address());
    json.writeStringField("state", link.state());
    json.writeStringField("bind_type", link.bindType());
    json.writeNumberField("window_used", link.windowUsed());
    json.writeNumberField("window_max", link.windowMax());
    Json.text(json, "since", link.sinceMillis() == 0 ? null : Rfc3339.format(link.sinceMillis()));
    json.writeNumberField("submitted", link.submitted());
    json.writeNumberField("in_doubt", link.inDoubt());
    Json.text(json, "last_error", link.lastError());
    json.writeEndObject();
  }

  private static String id(Exchange exchange) throws Rejected {
    try {
      String raw = exchange.endpoint().variable(exchange.path());
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Rejected(Problem.of(ProblemType.NOT_FOUND, "There is no such carrier."));
    }
  }
}
