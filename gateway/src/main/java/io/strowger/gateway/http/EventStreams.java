package io.strowger.gateway.http;

import io.strowger.gateway.account.Accounts;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The event streams of one event loop. */
final class EventStreams {
  private static final int RETRY_SECONDS = 5;
  private static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("last-event-id");

  private final HttpLoop loop;
  private final List<EventStream<?>> streams = new ArrayList<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Authentication authentication;
  private Accounts accounts;

  EventStreams(HttpLoop loop) {
    this.loop = loop;
    this.authentication = new Authentication(loop.door());
    this.accounts = loop.door().accounts();
  }

  /** Any thread; many wakes before the loop runs are one. */
  void wake() {
    if (!woken.get() && woken.compareAndSet(false, true)) {
      loop.execute(this::pump);
    }
  }

  <E> void open(Exchange exchange, EventHub<E> hub, EventFeed<E> feed) {
    if (!hub.enter()) {
      exchange.refuse(
          Problem.retry(ProblemType.OVERLOADED, "Too many event streams.", RETRY_SECONDS));
      return;
    }
    EventStream<E> stream =
        new EventStream<>(exchange, hub, feed, exchange.request().getHeader(LAST_EVENT_ID));
    streams.add(stream);
    exchange.stream(() -> {
      streams.remove(stream);
      stream.left();
    });
    stream.begin();
  }

  void tick(long nowNanos, boolean draining) {
    Accounts inForce = loop.door().accounts();
    // By identity: every change of an account puts others in their place.
    boolean changed = !inForce.equals(accounts);
    accounts = inForce;
    for (EventStream<?> stream : changed ? List.copyOf(streams) : List.<EventStream<?>>of()) {
      if (!stream.mayGoOn(authentication)) {
        stream.end();
      }
    }
    for (EventStream<?> stream : List.copyOf(streams)) {
      stream.tick(nowNanos, draining);
    }
  }

  private void pump() {
    woken.set(false);
    for (EventStream<?> stream : List.copyOf(streams)) {
      stream.pump();
    }
  }
}
