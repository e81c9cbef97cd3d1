package io.strowger.gateway.http;

import io.strowger.gateway.delivery.Door;
import io.strowger.gateway.delivery.MessageDesk;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API. Replies gathered on the dispatcher's thread go out at {@link #flush}, one task for
 * each event loop.
 */
public final class HttpDoor implements Door, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpDoor.class);
  private static final long START_SECONDS = 30;

  private final Vertx vertx;
  private final DoorState state;
  private final List<HttpLoop> loops;

  private HttpDoor(Vertx vertx, DoorState state, List<HttpLoop> loops) {
    this.vertx = vertx;
    this.state = state;
    this.loops = loops;
  }

  /**
   * Listens, and returns once it does.
   *
   * @throws IOException when the address or the TLS files cannot be used
   */
  public static HttpDoor start(
      HttpSettings settings, MessageDesk desk, AccountDirectory accounts, HttpPorts ports)
      throws IOException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(settings.eventLoops())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    DoorState state = new DoorState(settings, ports, desk, accounts);
    List<HttpLoop> loops = new ArrayList<>();
    try {
      int port = settings.port();
      for (int i = 0; i < settings.eventLoops(); i++) {
        HttpLoop loop = new HttpLoop(state, options(settings, port));
        await(vertx.deployVerticle(loop, new DeploymentOptions()));
        // A port that the system chose is known after the first loop listens on it.
        port = loop.port();
        loops.add(loop);
      }
    } catch (IOException e) {
      vertx.close();
      throw e;
    }
    HttpDoor door = new HttpDoor(vertx, state, List.copyOf(loops));
    log.info("HTTP door listens on {}:{}", settings.host(), door.port());
    return door;
  }

  private static HttpServerOptions options(HttpSettings settings, int port) {
    HttpSettings.Limits limits = settings.limits();
    return new HttpServerOptions()
        .setHost(settings.host())
        .setPort(port)
        .setHttp2ClearTextEnabled(false)
        .setUseAlpn(false)
        .setHandle100ContinueAutomatically(false)
        .setMaxHeaderSize(limits.headerBytesMax())
        .setMaxInitialLineLength(limits.headerBytesMax() / 2)
        .setTcpNoDelay(true);
  }

  private static void await(Future<?> future) throws IOException {
    try {
      future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("HTTP door: " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IOException("HTTP door did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return loops.getFirst().port();
  }

  /** Puts other accounts in force, for requests from now on. Any thread. */
  public void accounts(AccountDirectory accounts) {
    state.accounts(accounts);
  }

  @Override
  public void flush() {
    for (HttpLoop loop : loops) {
      loop.flush();
    }
  }

  /** New requests are refused from now on; those begun are answered. */
  public void drain() {
    state.drain();
  }

  /** Requests begun and not answered yet. */
  public int inFlight() {
    return state.inFlight();
  }

  /** Closes the listener and all connections. */
  @Override
  public void close() {
    try {
      await(vertx.close());
    } catch (IOException e) {
      log.warn("{}", e.getMessage());
    }
  }
}
