package io.strowger.gateway.http;

import io.strowger.gateway.http.EventRing.Event;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One client that listens to changes of state, as server-sent events (WHATWG HTML, section 9.2).
 * What it has not read yet waits in the ring, not here; a client that falls a whole ring behind, or
 * takes nothing for half a minute, is dropped and may come back with {@code Last-Event-ID}.
 */
final class EventStream {
  private static final int EVENTS_PER_TURN = 256;
  private static final int SCANNED_PER_TURN = 16_384;
  private static final int CLIENT_RETRY_MILLIS = 2_000;
  private static final long HEARTBEAT_NANOS = 15_000_000_000L;
  private static final long STUCK_NANOS = 30_000_000_000L;

  private final Exchange exchange;
  private final HttpServerResponse response;
  private final EventHub hub;
  private final @Nullable String account;
  private final boolean gap;
  private long place;
  private long lastWriteNanos;

  /**
   * @param from its first place in the ring; -1 when the place it asked for is gone
   */
  EventStream(Exchange exchange, EventHub hub, @Nullable String account, long from) {
    this.exchange = exchange;
    this.response = exchange.response();
    this.hub = hub;
    this.account = account;
    this.gap = from < 0;
    this.place = gap ? hub.ring().next() : from;
    this.lastWriteNanos = exchange.nowNanos();
  }

  /** Whether whoever asked for it may go on listening. */
  boolean mayGoOn(Authentication authentication) {
    Authentication.Caller caller = authentication.of(exchange.request());
    if (caller == null) {
      return false;
    }
    return account == null ? caller.principal().admin() : caller.principal().sees(account);
  }

  void end() {
    exchange.endStream();
  }

  void begin() {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no");
    response.drainHandler(_ -> pump());
    StringBuilder first = new StringBuilder("retry: " + CLIENT_RETRY_MILLIS + "\n\n");
    if (gap) {
      first
          .append("event: gap\nid: ")
          .append(hub.idBefore(place))
          .append("\ndata: {\"detail\":\"Events were missed; GET /v1/messages tells the states.\"}")
          .append("\n\n");
    }
    write(Buffer.buffer(first.toString()));
    pump();
  }

  /** Sends what stands in the ring, as far as the client takes it. */
  void pump() {
    int scanned = 0;
    while (!exchange.isDone() && !response.writeQueueFull()) {
      long end = Math.min(hub.ring().next(), place + SCANNED_PER_TURN);
      Buffer batch = Buffer.buffer();
      int count = 0;
      long begin = place;
      while (place < end && count < EVENTS_PER_TURN) {
        Event event = hub.ring().get(place);
        if (event == null) {
          exchange.drop();
          return;
        }
        place++;
        if (account == null || account.equals(event.account())) {
          append(batch, event);
          count++;
        }
      }
      if (count > 0) {
        write(batch);
      }
      scanned += (int) (place - begin);
      if (place == hub.ring().next()) {
        return;
      }
      if (scanned >= SCANNED_PER_TURN) {
        // Let the loop's other connections have their turn.
        exchange.loop().execute(this::pump);
        return;
      }
    }
  }

  void tick(long nowNanos, boolean draining) {
    if (draining) {
      end();
    } else if (response.writeQueueFull()) {
      if (nowNanos - lastWriteNanos > STUCK_NANOS) {
        exchange.drop();
      }
    } else if (nowNanos - lastWriteNanos > HEARTBEAT_NANOS) {
      // An id without data moves the client's Last-Event-ID on and is no event to it.
      write(Buffer.buffer(": still here\nid: " + hub.idBefore(place) + "\n\n"));
    }
  }

  private void append(Buffer batch, Event event) {
    batch
        .appendString("event: state\nid: ")
        .appendString(hub.idBefore(event.sequence() + 1))
        .appendString("\ndata: ")
        .appendBuffer(data(event))
        .appendString("\n\n");
  }

  static Buffer data(Event event) {
    return Json.of(json -> {
      json.writeStartObject();
      json.writeStringField("id", event.id().toString());
      json.writeStringField("account", event.account());
      json.writeStringField("state", event.state());
      json.writeStringField("at", Rfc3339.format(event.atMillis()));
      Json.text(json, "result", event.result());
      Json.text(json, "reference", event.reference());
      json.writeEndObject();
    });
  }

  private void write(Buffer buffer) {
    lastWriteNanos = exchange.nowNanos();
    response.write(buffer);
  }
}
