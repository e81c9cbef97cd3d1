package io.strowger.gateway.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/** One client's connection: at most one request at a time, and bounded in time. Event loop only. */
final class ClientConnection {
  private static final long LINGER_MILLIS = 2_000;

  private final HttpConnection http;
  private @Nullable Exchange current;
  private long quietSinceNanos;
  private boolean fresh = true;
  private boolean closing;

  ClientConnection(HttpConnection http, long nowNanos) {
    this.http = http;
    this.quietSinceNanos = nowNanos;
  }

  void began(Exchange exchange) {
    current = exchange;
    fresh = false;
  }

  void answered(long nowNanos) {
    current = null;
    quietSinceNanos = nowNanos;
  }

  /** The answer said {@code Connection: close}; what still comes in is thrown away. */
  void closing() {
    closing = true;
  }

  boolean isClosing() {
    return closing;
  }

  boolean isBusy() {
    return current != null;
  }

  void close() {
    closing = true;
    http.close();
  }

  /** Closes at once: a graceful close would wait for the client to read what is on its way. */
  void cut() {
    closing = true;
    if (http instanceof ConnectionBase channel) {
      var _ = channel.channelHandlerContext().close();
    } else {
      http.close();
    }
  }

  /** A reset, or bytes that are no HTTP: whoever still listens is told. */
  void broken() {
    Exchange open = current;
    if (open != null) {
      open.broken();
    }
    close();
  }

  void closed() {
    Exchange open = current;
    current = null;
    if (open != null) {
      open.abandon();
    }
  }

  void tick(long nowNanos, HttpSettings.Limits limits) {
    Exchange open = current;
    if (open != null) {
      open.tick(nowNanos, limits);
      return;
    }
    long boundMillis = closing ? LINGER_MILLIS : fresh ? limits.headMillis() : limits.idleMillis();
    if (nowNanos - quietSinceNanos > boundMillis * 1_000_000) {
      if (closing) {
        cut();
      } else {
        close();
      }
    }
  }
}
