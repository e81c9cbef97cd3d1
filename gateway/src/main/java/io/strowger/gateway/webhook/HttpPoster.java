package io.strowger.gateway.webhook;

import io.strowger.gateway.account.WebhookRules;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Carries requests out over HTTP/1.1. A name is looked up by us, every address it has is checked,
 * and the connection goes to a checked one: nobody looks the name up a second time. Redirects are
 * not followed, and of an answer little more than the status is read. One event loop.
 */
final class HttpPoster {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int HEADER_BYTES_MAX = 16_384;
  private static final int CONNECTIONS_PER_RECEIVER = 64;
  private static final int KEEP_ALIVE_SECONDS = 30;

  /**
   * One request to carry out.
   *
   * @param attempt 1 for the first; each takes another of the receiver's addresses
   * @param mayRetryForbidden whether an address that is forbidden now may be allowed later
   */
  record Job(CallbackRequest request, WebhookRules rules, int attempt, boolean mayRetryForbidden) {}

  /** What a request needs of its surroundings. */
  record Ports(
      Vertx vertx,
      Context context,
      HttpClient client,
      Executor blocking,
      NameLookup names,
      TrustedAuthorities authorities,
      LongSupplier clock) {}

  private final Ports ports;

  /**
   * @param context whose thread it is called on, and calls back on
   * @param blocking for look-ups of names
   * @param clock epoch milliseconds
   */
  HttpPoster(
      Vertx vertx, Context context, Executor blocking, NameLookup names, LongSupplier clock) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setMaxHeaderSize(HEADER_BYTES_MAX)
            .setMaxInitialLineLength(HEADER_BYTES_MAX)
            .setHttp2ClearTextUpgrade(false)
            .setTcpNoDelay(true);
    HttpClient client =
        vertx.createHttpClient(
            options,
            new PoolOptions()
                .setHttp1MaxSize(CONNECTIONS_PER_RECEIVER)
                .setMaxWaitQueueSize(CONNECTIONS_PER_RECEIVER));
    this.ports =
        new Ports(vertx, context, client, blocking, names, new TrustedAuthorities(), clock);
  }

  /** Calls back once, within the rules' time limit; never before it returns. */
  void post(Job job, Consumer<PostResult> done) {
    new PostExchange(ports, job, done).start();
  }
}
