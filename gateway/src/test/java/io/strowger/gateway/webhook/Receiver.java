package io.strowger.gateway.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An account's server on a free port: it answers 204, unless it is told to do something else. */
final class Receiver implements AutoCloseable {
  /** What it heard; header names as the server writes them, each with its first value. */
  record Heard(String method, String uri, Map<String, List<String>> headers, String body) {
    String header(String name) {
      for (Map.Entry<String, List<String>> header : headers.entrySet()) {
        if (header.getKey().equalsIgnoreCase(name)) {
          return header.getValue().getFirst();
        }
      }
      return "";
    }
  }

  /** Answers one request. */
  @FunctionalInterface
  interface Behaviour {
    void answer(HttpExchange exchange) throws Exception;
  }

  final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Behaviour> next = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final boolean tls;

  Receiver() throws IOException {
    this(InetAddress.getLoopbackAddress(), null);
  }

  Receiver(InetAddress host, @Nullable SSLContext context) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, 0);
    tls = context != null;
    if (context != null) {
      HttpsServer secure = HttpsServer.create(address, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(context));
      server = secure;
    } else {
      server = HttpServer.create(address, 0);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url(String host, String path) {
    return (tls ? "https://" : "http://") + host + ":" + port() + path;
  }

  String url() {
    return url("127.0.0.1", "/hook");
  }

  /** How it answers the requests to come, in this order. */
  void then(Behaviour... behaviours) {
    next.addAll(List.of(behaviours));
  }

  static Behaviour status(int status, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    heard.add(
        new Heard(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Map.copyOf(exchange.getRequestHeaders()),
            body));
    Behaviour behaviour = next.poll();
    try (exchange) {
      if (behaviour == null) {
        exchange.sendResponseHeaders(204, -1);
      } else {
        behaviour.answer(exchange);
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
