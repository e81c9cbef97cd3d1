package io.strowger.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One client that listens to events, as server-sent events (WHATWG HTML, section 9.2). What it has
 * not read yet waits in the ring, not here; a client that falls a whole ring behind, or takes
 * nothing for half a minute, is dropped and may come back with {@code Last-Event-ID}.
 */
final class EventStream<E> {
  private static final int EVENTS_PER_TURN = 256;
  private static final int SCANNED_PER_TURN = 16_384;
  private static final int CLIENT_RETRY_MILLIS = 2_000;
  private static final long HEARTBEAT_NANOS = 15_000_000_000L;
  private static final long STUCK_NANOS = 30_000_000_000L;

  private final Exchange exchange;
  private final HttpServerResponse response;
  private final EventHub<E> hub;
  private final EventFeed<E> feed;
  private final boolean gap;
  private final boolean fresh;
  private long place;
  private long lastWriteNanos;

  /**
   * @param lastEventId what the client heard last; null when it begins
   */
  EventStream(Exchange exchange, EventHub<E> hub, EventFeed<E> feed, @Nullable String lastEventId) {
    this.exchange = exchange;
    this.response = exchange.response();
    this.hub = hub;
    this.feed = feed;
    long from = hub.resume(lastEventId);
    this.fresh = lastEventId == null || lastEventId.isEmpty();
    this.gap = from < 0;
    this.place = gap ? hub.ring().next() : from;
    this.lastWriteNanos = exchange.nowNanos();
  }

  boolean mayGoOn(Authentication authentication) {
    Authentication.Caller caller = authentication.of(exchange.request());
    return caller != null && feed.mayHear(caller.principal());
  }

  /** Its place among those that may listen at once is free again. */
  void left() {
    hub.leave();
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
          .append("\ndata: {\"detail\":\"")
          .append(feed.gapAdvice())
          .append("\"}\n\n");
    }
    Buffer head = Buffer.buffer(first.toString());
    // After its place was taken: what changes meanwhile is told twice rather than never.
    write(fresh || gap ? head.appendBuffer(feed.standing()) : head);
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
        E event = hub.ring().get(place);
        if (event == null) {
          exchange.drop();
          return;
        }
        place++;
        if (feed.wants(event)) {
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

  /** The id is that of the place behind the event, which has been read. */
  private void append(Buffer batch, E event) {
    batch
        .appendString("event: " + feed.name(event) + "\nid: ")
        .appendString(hub.idBefore(place))
        .appendString("\ndata: ")
        .appendBuffer(feed.data(event))
        .appendString("\n\n");
  }

  private void write(Buffer buffer) {
    lastWriteNanos = exchange.nowNanos();
    response.write(buffer);
  }
}
