package io.strowger.gateway.main;

import io.strowger.sip.transport.TlsFiles;
import io.strowger.smpp.simulator.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The TLS options of a simulated trunk. */
final class SimulatorTls {
  private static final Duration LIFETIME = Duration.ofDays(365);

  @Option(
      names = "--tls-host",
      paramLabel = "NAME",
      description = "With /tls: show a certificate made up for this host; needs --tls-ca-out")
  private @Nullable String host;

  @Option(
      names = "--tls-ca-out",
      paramLabel = "FILE",
      description = "Where to write the made-up authority that callers have to trust")
  private @Nullable Path caOut;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "With /tls: show this certificate (PEM); needs --tls-key")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key (PEM, PKCS #8)")
  private @Nullable Path key;

  @Option(
      names = "--tls-client-trust",
      paramLabel = "FILE",
      description = "Take only callers with a certificate of these authorities (PEM)")
  private @Nullable Path clientTrust;

  /** Files for the time of a run. */
  record Made(TlsFiles files, @Nullable Path folder) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (folder != null) {
        Files.deleteIfExists(folder.resolve("certificate.pem"));
        Files.deleteIfExists(folder.resolve("key.pem"));
        Files.deleteIfExists(folder);
      }
    }
  }

  void check(CommandLine line, boolean wanted) {
    boolean madeUp = host != null;
    boolean own = certificate != null;
    if (madeUp != (caOut != null)
        || own != (key != null)
        || (madeUp && own)
        || (clientTrust != null && !own)) {
      throw new ParameterException(
          line,
          "TLS takes --tls-host with --tls-ca-out, or --tls-certificate with --tls-key and perhaps"
              + " --tls-client-trust");
    }
    if (wanted != (madeUp || own)) {
      throw new ParameterException(
          line,
          wanted
              ? "--listen .../tls needs --tls-host with --tls-ca-out, or --tls-certificate with"
                  + " --tls-key"
              : "the --tls options need --listen HOST:PORT/tls");
    }
  }

  Made make(Instant now) throws IOException {
    if (host == null || caOut == null) {
      return new Made(new TlsFiles(certificate, key, clientTrust, clientTrust != null), null);
    }
    CertificateAuthority authority = CertificateAuthority.create("Strowger simulator", now);
    CertificateAuthority.Issued issued =
        authority.issue(host, now.minus(Duration.ofDays(1)), now.plus(LIFETIME));
    Files.writeString(caOut, authority.pem());
    Path folder =
        Files.createTempDirectory(
            "strowger-trunk-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path chain = Files.writeString(folder.resolve("certificate.pem"), issued.certificatePem());
    Path secret = Files.writeString(folder.resolve("key.pem"), issued.keyPem());
    return new Made(new TlsFiles(chain, secret, null, false), folder);
  }
}
