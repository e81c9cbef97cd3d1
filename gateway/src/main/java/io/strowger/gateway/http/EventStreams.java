package io.strowger.gateway.http;

import io.strowger.gateway.account.Accounts;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The event streams of one event loop. */
final class EventStreams {
  private static final int RETRY_SECONDS = 5;
  private static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("last-event-id");

  private final HttpLoop loop;
  private final EventHub hub;
  private final List<EventStream> streams = new ArrayList<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Authentication authentication;
  private Accounts accounts;

  EventStreams(HttpLoop loop, EventHub hub) {
    this.loop = loop;
    this.hub = hub;
    this.authentication = new Authentication(loop.door());
    this.accounts = loop.door().accounts();
  }

  /** Any thread; many wakes before the loop runs are one. */
  void wake() {
    if (!woken.get() && woken.compareAndSet(false, true)) {
      loop.execute(this::pump);
    }
  }

  /**
   * @param account whose events; null for all
   */
  void open(Exchange exchange, @Nullable String account) {
    if (!hub.enter()) {
      exchange.refuse(
          Problem.retry(ProblemType.OVERLOADED, "Too many event streams.", RETRY_SECONDS));
      return;
    }
    long from = hub.resume(exchange.request().getHeader(LAST_EVENT_ID));
    EventStream stream = new EventStream(exchange, hub, account, from);
    streams.add(stream);
    exchange.stream(() -> {
      streams.remove(stream);
      hub.leave();
    });
    stream.begin();
  }

  void tick(long nowNanos, boolean draining) {
    Accounts inForce = loop.door().accounts();
    // By identity: every change of an account puts others in their place.
    boolean changed = !inForce.equals(accounts);
    accounts = inForce;
    for (EventStream stream : changed ? List.copyOf(streams) : List.<EventStream>of()) {
      if (!stream.mayGoOn(authentication)) {
        stream.end();
      }
    }
    for (EventStream stream : List.copyOf(streams)) {
      stream.tick(nowNanos, draining);
    }
  }

  private void pump() {
    woken.set(false);
    for (EventStream stream : List.copyOf(streams)) {
      stream.pump();
    }
  }
}
