package io.strowger.gateway.webhook;

import io.strowger.gateway.webhook.HttpPoster.Job;
import io.strowger.gateway.webhook.HttpPoster.Ports;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request under way: look-up, check, connection, answer, and a time limit over all of it. */
final class PostExchange {
  private static final Logger log = LoggerFactory.getLogger(PostExchange.class);

  /** An answer's body is of no interest; it is read so that the connection can be used again. */
  private static final int BODY_BYTES_MAX = 16_384;

  private final Ports ports;
  private final Job job;
  private final Consumer<PostResult> done;
  private @Nullable HttpClientRequest request;
  private @Nullable PostResult answered;
  private boolean ended;
  private long timer;
  private int bodyBytes;

  PostExchange(Ports ports, Job job, Consumer<PostResult> done) {
    this.ports = ports;
    this.job = job;
    this.done = done;
  }

  void start() {
    timer = ports.vertx().setTimer(job.rules().retries().timeoutMillis(), _ -> outOfTime());
    Target target = Target.parse(job.request().url());
    if (target == null) {
      ports.context().runOnContext(_ -> end(PostResult.hopeless(PostOutcome.INVALID)));
      return;
    }
    ports.blocking().execute(() -> prepare(target));
  }

  /** Off the event loop. */
  private void prepare(Target target) {
    try {
      List<InetAddress> addresses = ports.names().addresses(target.host());
      ClientSSLOptions tls = target.tls() ? ports.authorities().of(job.rules().trust()) : null;
      ports.context().runOnContext(_ -> tryToConnect(target, addresses, tls));
    } catch (IOException | RuntimeException e) {
      ports.context().runOnContext(_ -> failed(target, e));
    }
  }

  /** The client refuses some names by an exception. */
  private void tryToConnect(
      Target target, List<InetAddress> addresses, @Nullable ClientSSLOptions tls) {
    try {
      connect(target, addresses, tls);
    } catch (RuntimeException e) {
      failed(target, e);
    }
  }

  private void connect(Target target, List<InetAddress> addresses, @Nullable ClientSSLOptions tls) {
    if (ended) {
      return;
    }
    for (InetAddress address : addresses) {
      if (!AddressKind.mayReach(job.rules().reach(), address)) {
        log.debug("{} is at an address that its account may not reach", target);
        end(new PostResult(PostOutcome.FORBIDDEN, job.mayRetryForbidden(), 0));
        return;
      }
    }
    InetAddress address = addresses.get((job.attempt() - 1) % addresses.size());
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(job.request().method()))
            .setServer(SocketAddress.inetSocketAddress(target.port(), literal(address)))
            .setHost(target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]")
            .setPort(target.port())
            .setSsl(target.tls())
            .setURI(target.pathAndQuery())
            .setFollowRedirects(false)
            .putHeader(HttpHeaders.USER_AGENT, "Strowger");
    if (tls != null) {
      options.setSslOptions(tls);
    }
    if (target.authorization() != null) {
      options.putHeader(HttpHeaders.AUTHORIZATION, target.authorization());
    }
    job.request().headers().forEach(options::putHeader);
    ports
        .client()
        .request(options)
        .onComplete(opened -> send(target, opened), e -> failed(target, e));
  }

  /** In the form that stands in a URL: the client takes no other for IPv6. */
  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  private void send(Target target, HttpClientRequest opened) {
    if (ended) {
      var _ = opened.reset();
      return;
    }
    request = opened;
    String body = job.request().body();
    opened.response().onComplete(response -> heard(target, response), e -> failed(target, e));
    var _ = body == null ? opened.end() : opened.end(Buffer.buffer(body));
  }

  private void heard(Target target, HttpClientResponse response) {
    PostResult result = result(response);
    answered = result;
    response.exceptionHandler(e -> failed(target, e));
    response.handler(chunk -> {
      bodyBytes += chunk.length();
      if (bodyBytes > BODY_BYTES_MAX) {
        abort(result);
      }
    });
    response.endHandler(_ -> end(result));
  }

  private PostResult result(HttpClientResponse response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return PostResult.TOLD;
    }
    if (status >= 300 && status < 400) {
      return PostResult.retry(PostOutcome.REDIRECTED);
    }
    if (status == 410) {
      return PostResult.hopeless(PostOutcome.GONE);
    }
    return new PostResult(PostOutcome.REJECTED, true, retryAfterMillis(response));
  }

  private long retryAfterMillis(HttpClientResponse response) {
    return RetryAfter.millis(
        response.getHeader(HttpHeaders.RETRY_AFTER),
        response.getHeader(HttpHeaders.DATE),
        ports.clock().getAsLong());
  }

  /** An answer whose status came counts, even if the rest of it never does. */
  private void outOfTime() {
    abort(answered != null ? answered : PostResult.retry(PostOutcome.TIMED_OUT));
  }

  private void failed(Target target, Throwable e) {
    if (!ended) {
      // The words of some exceptions quote addresses, so only their kind is shown.
      log.debug("{} cannot be reached: {}", target, e.getClass().getSimpleName());
      end(answered != null ? answered : PostResult.retry(PostOutcome.UNREACHABLE));
    }
  }

  private void abort(PostResult result) {
    if (!ended) {
      end(result);
      if (request != null) {
        var _ = request.reset();
      }
    }
  }

  private void end(PostResult result) {
    if (!ended) {
      ended = true;
      ports.vertx().cancelTimer(timer);
      done.accept(result);
    }
  }
}
