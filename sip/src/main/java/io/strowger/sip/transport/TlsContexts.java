package io.strowger.sip.transport;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.strowger.sip.message.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS contexts of both directions, made anew when their files change; the last good ones stay
 * in force meanwhile.
 */
final class TlsContexts {
  private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
  private static final long CHECK_MILLIS = 1_000;
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final TlsFiles files;
  private final Executor blocking;
  private final Witnessed witnessed;
  private final CertificateTurns turns = new CertificateTurns();
  private final AtomicLong checkedAtMillis;
  private volatile Made made;

  /**
   * Contexts, and the state of the files that they were made from.
   *
   * @param ownEndsMillis when the first of our certificates ends, epoch milliseconds; 0 without one
   */
  private record Made(
      Pair first, @Nullable Pair second, List<FileTime> modified, long ownEndsMillis) {}

  /**
   * What is made with one of our certificates, or with none.
   *
   * @param endsMillis when that ends, epoch milliseconds; 0 without one
   */
  private record Pair(SslContext client, @Nullable SslContext server, long endsMillis) {
    boolean expired(long nowMillis) {
      return endsMillis != 0 && nowMillis >= endsMillis;
    }
  }

  private TlsContexts(
      TlsFiles files, Executor blocking, Witnessed witnessed, Made made, long nowMillis) {
    this.files = files;
    this.blocking = blocking;
    this.witnessed = witnessed;
    this.made = made;
    this.checkedAtMillis = new AtomicLong(nowMillis);
  }

  /**
   * Reads the files; blocking.
   *
   * @throws IOException when a file is missing or is not PEM of the right kind
   */
  static TlsContexts load(TlsFiles files, Executor blocking, long nowMillis) throws IOException {
    Witnessed witnessed = new Witnessed();
    return new TlsContexts(files, blocking, witnessed, make(files, witnessed), nowMillis);
  }

  /** To show a server the one of our certificates whose turn it is, if it has not expired. */
  SslContext client(Target target, long nowMillis) {
    checkNowAndThen(nowMillis);
    Made current = made;
    Pair second = current.second();
    if (second == null) {
      return current.first().client();
    }
    boolean seconds = turns.second(target);
    Pair turn = seconds ? second : current.first();
    Pair other = seconds ? current.first() : second;
    if (turn.expired(nowMillis) && !other.expired(nowMillis)) {
      var _ = turns.refused(target, "our certificate has expired");
      return other.client();
    }
    return turn.client();
  }

  /** There is another certificate to show where one is refused. */
  boolean hasTwo() {
    return made.second() != null;
  }

  CertificateTurns turns() {
    return turns;
  }

  /** Null when there is no certificate to show. */
  @Nullable SslContext server(long nowMillis) {
    checkNowAndThen(nowMillis);
    Made current = made;
    Pair second = current.second();
    return second != null && current.first().expired(nowMillis)
        ? second.server()
        : current.first().server();
  }

  Witnessed witnessed() {
    return witnessed;
  }

  /** Of the one of ours that ends first; 0 without one. */
  long ownEndsMillis() {
    return made.ownEndsMillis();
  }

  /** Reads files that have changed; at most once a second, and elsewhere. */
  void checkNowAndThen(long nowMillis) {
    long checked = checkedAtMillis.get();
    if (nowMillis - checked >= CHECK_MILLIS && checkedAtMillis.compareAndSet(checked, nowMillis)) {
      blocking.execute(this::check);
    }
  }

  private void check() {
    try {
      if (!modified(files).equals(made.modified())) {
        made = make(files, witnessed);
        LOG.info("new TLS files are in force for SIP");
      }
    } catch (IOException e) {
      LOG.warn("the last good TLS files stay in force for SIP: {}", e.getMessage());
    }
  }

  private static Made make(TlsFiles files, Witnessed witnessed) throws IOException {
    // Before reading: a file that changes meanwhile is read again at the next check.
    List<FileTime> modified = modified(files);
    try {
      X509ExtendedTrustManager trusted = trusted(files.trust());
      PeerTrust peers = new PeerTrust(trusted, witnessed);
      Pair first = pair(files, peers, trusted);
      Pair second =
          files.secondCertificate() == null
              ? null
              : pair(
                  new TlsFiles(
                      files.secondCertificate(),
                      files.secondKey(),
                      files.trust(),
                      files.peerRequired()),
                  peers,
                  trusted);
      long ends = first.endsMillis();
      return new Made(
          first, second, modified, second == null ? ends : Math.min(ends, second.endsMillis()));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      // The message names the file; causes may quote what it holds, which is nobody's to log.
      throw new IOException("TLS files cannot be used: " + e.getMessage());
    }
  }

  private static Pair pair(TlsFiles files, PeerTrust peers, X509ExtendedTrustManager trusted)
      throws IOException, GeneralSecurityException {
    return new Pair(client(files, peers), server(files, trusted), ownEnd(files.certificate()));
  }

  private static long ownEnd(@Nullable Path pem) throws IOException, GeneralSecurityException {
    if (pem == null) {
      return 0;
    }
    try (InputStream in = Files.newInputStream(pem)) {
      return PeerCertificate.earliestEnd(
          CertificateFactory.getInstance("X.509").generateCertificates(in));
    }
  }

  private static SslContext client(TlsFiles files, PeerTrust trusted) throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols(VERSIONS)
            // HTTPS knows no sip URIs in certificates: PeerTrust decides instead.
            .endpointIdentificationAlgorithm(null)
            .trustManager(trusted);
    Path certificate = files.certificate();
    Path key = files.key();
    if (certificate != null && key != null) {
      builder.keyManager(certificate.toFile(), key.toFile());
    }
    return builder.build();
  }

  private static @Nullable SslContext server(TlsFiles files, X509ExtendedTrustManager trusted)
      throws SSLException {
    Path certificate = files.certificate();
    Path key = files.key();
    if (certificate == null || key == null) {
      return null;
    }
    SslContextBuilder builder =
        SslContextBuilder.forServer(certificate.toFile(), key.toFile())
            .sslProvider(SslProvider.JDK)
            .protocols(VERSIONS);
    if (files.trust() != null) {
      builder
          .trustManager(trusted)
          .clientAuth(files.peerRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
    }
    return builder.build();
  }

  private static X509ExtendedTrustManager trusted(@Nullable Path pem)
      throws IOException, GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (pem == null) {
      factory.init((KeyStore) null);
    } else {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      try (InputStream in = Files.newInputStream(pem)) {
        for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          store.setCertificateEntry("trusted" + count++, each);
        }
      }
      if (count == 0) {
        throw new IOException("no certificate in " + pem);
      }
      factory.init(store);
    }
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new IOException("this Java runtime trusts nobody");
  }

  private static List<FileTime> modified(TlsFiles files) throws IOException {
    List<FileTime> modified = new ArrayList<>(5);
    for (Path file :
        new @Nullable Path[] {
          files.certificate(),
          files.key(),
          files.secondCertificate(),
          files.secondKey(),
          files.trust()
        }) {
      if (file != null) {
        if (!Files.isReadable(file)) {
          throw new NoSuchFileException("no such file: " + file);
        }
        modified.add(Files.getLastModifiedTime(file));
      }
    }
    return modified;
  }
}
