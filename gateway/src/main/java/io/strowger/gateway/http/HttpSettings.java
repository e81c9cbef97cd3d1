package io.strowger.gateway.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the door listens.
 *
 * @param port 0 takes a free one
 * @param eventLoops 1–64; one is enough for the speeds of the other parts on two cores
 * @param tls null for plain HTTP
 */
public record HttpSettings(
    String host, int port, int eventLoops, @Nullable Tls tls, Limits limits) {

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535");
    }
    if (eventLoops < 1 || eventLoops > 64) {
      throw new IllegalArgumentException("event-loops must be 1 to 64");
    }
  }

  /** Plain HTTP with one event loop and the default limits. */
  public static HttpSettings plain(String host, int port) {
    return new HttpSettings(host, port, 1, null, Limits.DEFAULT);
  }

  /**
   * PEM files; read again when they change.
   *
   * @param certificate the server's certificate, then its intermediates
   * @param clientTrust the authorities whose client certificates are believed; null asks for none
   * @param clientRequired ends handshakes in which the client shows no certificate
   */
  public record Tls(
      Path certificate, Path key, @Nullable Path clientTrust, boolean clientRequired) {

    /** Where clients show no certificates. */
    public Tls(Path certificate, Path key) {
      this(certificate, key, null, false);
    }
  }

  /**
   * Bounds of what clients can take.
   *
   * @param bodyBytesMax of a request
   * @param headerBytesMax all header lines together; a request line may have half of it
   * @param connectionsMax over all event loops; more are closed at once
   * @param headMillis from connecting to the first complete request head
   * @param bodyMillis from the head to the end of the body
   * @param idleMillis from one answer to the next complete request head
   * @param answerMillis how long the gateway may take to answer
   * @param blockingMax searches and look-ups in history at the same time
   * @param eventStreamsMax at the same time
   * @param eventsRetained how many past events a client can come back to
   */
  public record Limits(
      int bodyBytesMax,
      int headerBytesMax,
      int connectionsMax,
      long headMillis,
      long bodyMillis,
      long idleMillis,
      long answerMillis,
      int blockingMax,
      int eventStreamsMax,
      int eventsRetained) {
    public static final Limits DEFAULT =
        new Limits(16_384, 8_192, 10_000, 10_000, 10_000, 75_000, 15_000, 16, 64, 65_536);
  }
}
