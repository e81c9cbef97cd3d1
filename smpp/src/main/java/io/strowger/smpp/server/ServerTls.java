package io.strowger.smpp.server;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.strowger.smpp.server.ServerSettings.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS context of one listener: made anew when its files change, the last good one staying in
 * force meanwhile. Not made for each connection, as {@code LinkTls} does: clients come often.
 */
final class ServerTls {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
  private static final long CHECK_MILLIS = 1_000;

  private final String listener;
  private final Tls tls;
  private final Executor blocking;
  private final AtomicLong checkedAtMillis;
  private volatile Made made;

  /** A context and the state of the files that it was made from. */
  private record Made(SslContext context, List<FileTime> modified) {}

  private ServerTls(String listener, Tls tls, Executor blocking, Made made, long nowMillis) {
    this.listener = listener;
    this.tls = tls;
    this.blocking = blocking;
    this.made = made;
    this.checkedAtMillis = new AtomicLong(nowMillis);
  }

  /**
   * Reads the files; blocking.
   *
   * @throws IOException when a file is missing or is not PEM of the right kind
   */
  static ServerTls load(String listener, Tls tls, Executor blocking, long nowMillis)
      throws IOException {
    return new ServerTls(listener, tls, blocking, make(tls), nowMillis);
  }

  /** The context for a new connection; never blocks. */
  SslContext context(long nowMillis) {
    long checked = checkedAtMillis.get();
    if (nowMillis - checked >= CHECK_MILLIS && checkedAtMillis.compareAndSet(checked, nowMillis)) {
      blocking.execute(this::check);
    }
    return made.context();
  }

  private void check() {
    try {
      if (!modified(tls).equals(made.modified())) {
        made = make(tls);
        LOG.info("listener {}: new TLS files are in force", listener);
      }
    } catch (IOException e) {
      LOG.warn("listener {}: the last good TLS files stay in force: {}", listener, e.getMessage());
    }
  }

  private static Made make(Tls tls) throws IOException {
    // Before reading: a file that changes meanwhile is read again at the next check.
    List<FileTime> modified = modified(tls);
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(tls.certificate().toFile(), tls.key().toFile())
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2");
      Path trust = tls.clientTrust();
      if (trust != null) {
        builder
            .trustManager(trust.toFile())
            .clientAuth(tls.clientRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
      }
      return new Made(builder.build(), modified);
    } catch (IllegalArgumentException e) {
      // Netty names the file; its cause may quote what it holds, which is nobody's to log.
      throw new IOException(String.valueOf(e.getMessage()));
    }
  }

  private static List<FileTime> modified(Tls tls) throws IOException {
    List<FileTime> modified = new ArrayList<>(3);
    modified.add(existing(tls.certificate()));
    modified.add(existing(tls.key()));
    @Nullable Path trust = tls.clientTrust();
    if (trust != null) {
      modified.add(existing(trust));
    }
    return modified;
  }

  private static FileTime existing(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new NoSuchFileException("no such file: " + file);
    }
    return Files.getLastModifiedTime(file);
  }
}
