package io.strowger.gateway.main;

import io.strowger.smpp.simulator.CertificateAuthority;
import io.strowger.smpp.simulator.Dial;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.SmscControl;
import io.strowger.smpp.simulator.SmscReport;
import io.strowger.smpp.simulator.SmscReport.Count;
import io.strowger.smpp.simulator.SmscSimulator;
import io.strowger.smpp.simulator.SmscTls;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code simulate smsc}: a carrier to test against, until SIGTERM; one option for each dial. */
@Command(
    name = "smsc",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "An SMPP carrier to test against. All dials can be turned live: see --control.",
    modelTransformer = SimulateSmsc.DialOptions.class)
public final class SimulateSmsc implements Callable<Integer> {
  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:2775",
      converter = SimulatorAddress.class,
      description = "Where to take SMPP binds; port 0 chooses a free one. Default ${DEFAULT-VALUE}")
  private InetSocketAddress listen = new InetSocketAddress(0);

  @Option(
      names = "--control",
      paramLabel = "HOST:PORT",
      converter = SimulatorAddress.class,
      description =
          "Where to take HTTP: GET /report, GET, PUT and PATCH /dials, POST /links:cut and"
              + " /links:restore. Without authentication")
  private @Nullable InetSocketAddress control;

  @Option(
      names = "--remember",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Last messages kept for the report, texts included. Default ${DEFAULT-VALUE}")
  private int remember;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all chances. Default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--tls-host",
      paramLabel = "NAME",
      description = "Listen with TLS and a certificate made up for this host; needs --tls-ca-out")
  private @Nullable String tlsHost;

  @Option(
      names = "--tls-ca-out",
      paramLabel = "FILE",
      description = "Where to write the made-up authority that clients have to trust")
  private @Nullable Path tlsCaOut;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "Listen with TLS and this certificate (PEM); needs --tls-key")
  private @Nullable Path tlsCertificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key (PEM, PKCS #8)")
  private @Nullable Path tlsKey;

  @Option(
      names = "--tls-client-trust",
      paramLabel = "FILE",
      description = "Take only clients with a certificate of these authorities (PEM)")
  private @Nullable Path tlsClientTrust;

  @Spec private @Nullable CommandSpec spec;

  /** Adds an option for each dial, so that they are described in one place only. */
  static final class DialOptions implements CommandLine.IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      for (Dial dial : Dial.values()) {
        command.addOption(
            OptionSpec.builder("--" + dial.key())
                .type(String.class)
                .paramLabel("VALUE")
                .description(dial.description() + ". Default '" + dial.read(Dials.DEFAULT) + "'")
                .build());
      }
      return command;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("not run by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    Clock clock = Clock.systemUTC();
    SmscSimulator.Settings settings =
        new SmscSimulator.Settings(
            listen,
            remember,
            seed,
            () -> ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()),
            tls(spec, clock.instant()));
    try (SimulatorStop stop = new SimulatorStop();
        SmscSimulator simulator = SmscSimulator.start(settings, dials(spec), null);
        SmscControl http =
            control == null ? null : SmscControl.start(control, Map.of("", simulator))) {
      stop.install();
      out.println(
          "listening on "
              + SimulatorAddress.text(simulator.address())
              + (http == null
                  ? ""
                  : ", control on http://" + SimulatorAddress.text(http.address())));
      watch(simulator, out, stop);
    }
    return 0;
  }

  private static Dials dials(CommandSpec spec) {
    CommandLine line = spec.commandLine();
    Dials.Builder builder = Dials.builder();
    try {
      for (Dial dial : Dial.values()) {
        String value = line.getParseResult().matchedOptionValue("--" + dial.key(), null);
        if (value != null) {
          dial.turn(builder, value);
        }
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, "--" + e.getMessage(), e);
    }
  }

  private @Nullable SmscTls tls(CommandSpec spec, Instant now) throws IOException {
    if ((tlsHost == null) != (tlsCaOut == null)
        || (tlsCertificate == null) != (tlsKey == null)
        || (tlsHost != null && tlsCertificate != null)
        || (tlsClientTrust != null && tlsCertificate == null)) {
      throw new ParameterException(
          spec.commandLine(),
          "TLS takes --tls-host with --tls-ca-out, or --tls-certificate with --tls-key and perhaps"
              + " --tls-client-trust");
    }
    if (tlsHost != null && tlsCaOut != null) {
      CertificateAuthority authority = CertificateAuthority.create("Strowger simulator", now);
      Files.writeString(tlsCaOut, authority.pem());
      return SmscTls.issued(authority, tlsHost, now);
    }
    return tlsCertificate == null || tlsKey == null
        ? null
        : SmscTls.files(tlsCertificate, tlsKey, tlsClientTrust);
  }

  /** One line a second at most, and none while nothing changes. */
  private static void watch(SmscSimulator simulator, PrintWriter out, SimulatorStop stop)
      throws InterruptedException {
    Map<Count, Long> last = Map.of();
    while (!stop.within1s()) {
      SmscReport report = simulator.report(0, false);
      if (!report.counts().equals(last)) {
        out.println(line(report, last.getOrDefault(Count.SUBMITS, 0L)));
        last = report.counts();
      }
    }
  }

  private static String line(SmscReport report, long submitsBefore) {
    return ("bound %d, submits %d (+%d), accepted %d, refused %d, throttled %d, dropped %d,"
            + " receipts %d sent %d pending")
        .formatted(
            report.count(Count.BOUND),
            report.count(Count.SUBMITS),
            report.count(Count.SUBMITS) - submitsBefore,
            report.count(Count.ACCEPTED),
            report.count(Count.REFUSED),
            report.count(Count.THROTTLED),
            report.count(Count.DROPPED),
            report.count(Count.RECEIPTS_SENT),
            report.count(Count.RECEIPTS_PENDING));
  }
}
