package io.strowger.gateway.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The calls that need no key: what machines ask. */
final class PublicCalls {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final byte[] OPENAPI = resource("openapi.json");

  private final DoorState door;

  PublicCalls(DoorState door) {
    this.door = door;
  }

  void call(Exchange exchange) {
    switch (exchange.endpoint()) {
      case OPENAPI -> exchange.answer(new Answer.Json(200, Buffer.buffer(OPENAPI)));
      case METRICS ->
          door.scrapes()
              .run(
                  exchange,
                  () -> new Answer.Text(PROMETHEUS, Buffer.buffer(door.ports().metrics().get())));
      case HEALTH_LIVE ->
          exchange.answer(new Answer.Json(200, Buffer.buffer("{\"status\":\"live\"}")));
      case HEALTH_READY -> exchange.answer(readiness());
      default -> throw new IllegalStateException("not a public call");
    }
  }

  private Answer readiness() {
    Readiness readiness = door.ports().readiness().get();
    boolean ready = readiness.ready() && !door.isDraining();
    return new Answer.Json(
        ready ? 200 : 503,
        Json.of(json -> {
          json.writeStartObject();
          json.writeStringField("status", ready ? "ready" : "not_ready");
          json.writeArrayFieldStart("reasons");
          if (door.isDraining()) {
            json.writeString("shutting down");
          }
          for (String reason : readiness.reasons()) {
            json.writeString(reason);
          }
          json.writeEndArray();
          json.writeEndObject();
        }));
  }

  private static byte[] resource(String name) {
    try (InputStream in = PublicCalls.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource is missing: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
