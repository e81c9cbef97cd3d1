package io.strowger.gateway.http;

import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.delivery.Door;
import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.delivery.StatusListener;
import io.strowger.gateway.delivery.VerificationDesk;
import io.strowger.gateway.message.Message;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API. Replies gathered on the dispatcher's thread go out at {@link #flush}, one task for
 * each event loop.
 */
public final class HttpDoor implements Door, StatusListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpDoor.class);
  private static final long START_SECONDS = 30;
  private static final long CERTIFICATE_CHECK_MILLIS = 5_000;

  private final Vertx vertx;
  private final DoorState state;
  private final List<HttpLoop> loops;
  private final @Nullable Certificates certificates;

  private HttpDoor(
      Vertx vertx, DoorState state, List<HttpLoop> loops, @Nullable Certificates certificates) {
    this.vertx = vertx;
    this.state = state;
    this.loops = loops;
    this.certificates = certificates;
  }

  /**
   * Listens, and returns once it does.
   *
   * @throws IOException when the address or the TLS files cannot be used
   */
  public static HttpDoor start(
      HttpSettings settings, MessageDesk desk, Accounts accounts, HttpPorts ports)
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
    try {
      HttpSettings.Tls tls = settings.tls();
      Certificates certificates = tls == null ? null : new Certificates(vertx, tls);
      ServerSSLOptions ssl = certificates == null ? null : certificates.readIfChanged();
      List<HttpLoop> loops = listen(vertx, settings, state, ssl);
      HttpDoor door = new HttpDoor(vertx, state, loops, certificates);
      if (certificates != null) {
        vertx.setPeriodic(
            CERTIFICATE_CHECK_MILLIS, _ -> ports.blocking().execute(door::reloadCertificates));
      }
      log.info("HTTP door listens on {}:{}", settings.host(), door.port());
      return door;
    } catch (IOException e) {
      vertx.close();
      throw new IOException("HTTP door on " + settings.host() + ": " + e.getMessage(), e);
    }
  }

  private static List<HttpLoop> listen(
      Vertx vertx, HttpSettings settings, DoorState state, @Nullable ServerSSLOptions ssl)
      throws IOException {
    List<HttpLoop> loops = new ArrayList<>();
    // A free port is drawn once, and shared by the loops as any other port is.
    SocketAddress address =
        settings.port() == 0
            ? SocketAddress.sharedRandomPort(1, settings.host())
            : SocketAddress.inetSocketAddress(settings.port(), settings.host());
    for (int i = 0; i < settings.eventLoops(); i++) {
      HttpLoop loop = new HttpLoop(state, options(settings, ssl), address);
      await(vertx.deployVerticle(loop, new DeploymentOptions()));
      loops.add(loop);
    }
    return List.copyOf(loops);
  }

  private static HttpServerOptions options(HttpSettings settings, @Nullable ServerSSLOptions ssl) {
    HttpSettings.Limits limits = settings.limits();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setHandle100ContinueAutomatically(false)
            .setMaxHeaderSize(limits.headerBytesMax())
            .setMaxInitialLineLength(limits.headerBytesMax() / 2)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setTcpNoDelay(true);
    if (ssl != null) {
      // HTTP/1.1 alone: the bounds of a connection count one request at a time.
      options.setSsl(true).setUseAlpn(false).setKeyCertOptions(ssl.getKeyCertOptions());
      options.setEnabledSecureTransportProtocols(ssl.getEnabledSecureTransportProtocols());
      options.setClientAuth(ssl.getClientAuth());
      if (ssl.getTrustOptions() != null) {
        options.setTrustOptions(ssl.getTrustOptions());
      }
    }
    return options;
  }

  /**
   * Puts the certificate, key and authorities in force that the files hold now; connections that
   * are open stay so. Checked every few seconds anyway. May block.
   *
   * @return false when they are the same as before, or cannot be used; the old stay in force then
   */
  public boolean reloadCertificates() {
    if (certificates == null) {
      return false;
    }
    try {
      ServerSSLOptions options = certificates.readIfChanged();
      if (options == null) {
        return false;
      }
      for (HttpLoop loop : loops) {
        HttpServer server = loop.server();
        if (server != null) {
          await(server.updateSSLOptions(options));
        }
      }
      log.info("HTTP door has a new certificate");
      return true;
    } catch (IOException e) {
      log.error("HTTP door keeps its certificate: {}", e.getMessage());
      return false;
    }
  }

  private static void await(Future<?> future) throws IOException {
    try {
      future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IOException("no answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return loops.getFirst().port();
  }

  /** Opens the calls about verifications. Any thread. */
  public void verifications(VerificationDesk desk) {
    state.verifications(desk);
  }

  /** Shows these to operators, and streams their changes. Once; any thread. */
  public void alarms(Alarms alarms) {
    state.alarms(alarms);
  }

  /** Puts other accounts in force, for requests from now on. Any thread. */
  public void accounts(Accounts accounts) {
    state.accounts(accounts);
  }

  @Override
  public void flush() {
    for (HttpLoop loop : loops) {
      loop.flush();
    }
  }

  @Override
  public void changed(List<Message> messages, long nowMillis) {
    List<StateChange> changes = new ArrayList<>(messages.size());
    for (Message message : messages) {
      changes.add(StateChange.of(message, nowMillis));
    }
    state.events().tell(changes);
  }

  /** New requests are refused from now on; those begun are answered. */
  public void drain() {
    state.drain();
  }

  /**
   * Waits, after {@link #drain}, until every request that was begun has its answer.
   *
   * @return false when some were still open after so many milliseconds
   */
  public boolean awaitIdle(long millis) throws InterruptedException {
    return state.awaitIdle(millis);
  }

  /** Changes of state since the start that listeners could hear of. */
  public long eventsSeen() {
    return state.events().ring().next();
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
