package io.strowger.gateway.main;

import io.strowger.sip.message.Transport;
import io.strowger.sip.simulator.TrunkControl;
import io.strowger.sip.simulator.TrunkDial;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkDialsBuilder;
import io.strowger.sip.simulator.TrunkReport;
import io.strowger.sip.simulator.TrunkReport.Count;
import io.strowger.sip.simulator.TrunkSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code simulate trunk}: a carrier that is called, until SIGTERM; one option for each dial. */
@Command(
    name = "trunk",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "A SIP carrier to test against: who is called hears the code, or does not, as the dials say.",
      "All dials can be turned live: see --control."
    },
    modelTransformer = SimulateTrunk.DialOptions.class)
public final class SimulateTrunk implements Callable<Integer> {
  /** An address and what is spoken there. */
  record Listen(InetSocketAddress address, List<Transport> transports) {}

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT[/TRANSPORT]",
      defaultValue = "127.0.0.1:5060",
      converter = ListenText.class,
      description =
          "Where to take calls: over udp, tcp or tls; without a transport over udp and tcp. Port 0"
              + " chooses a free one. Default ${DEFAULT-VALUE}")
  private Listen listen = new Listen(new InetSocketAddress(0), List.of());

  @Option(
      names = "--control",
      paramLabel = "HOST:PORT",
      converter = SimulatorAddress.class,
      description =
          "Where to take HTTP: GET /report, GET, PUT and PATCH /dials, POST /trunk:cut and"
              + " /trunk:restore. Without authentication")
  private @Nullable InetSocketAddress control;

  @Option(
      names = "--remember",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Last calls kept for the report, codes included. Default ${DEFAULT-VALUE}")
  private int remember;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all chances. Default ${DEFAULT-VALUE}")
  private long seed;

  @ArgGroup(exclusive = false, multiplicity = "0..1")
  private SimulatorTls tls = new SimulatorTls();

  @Spec private @Nullable CommandSpec spec;

  /** Adds an option for each dial, so that they are described in one place only. */
  static final class DialOptions implements CommandLine.IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      for (TrunkDial dial : TrunkDial.values()) {
        command.addOption(
            OptionSpec.builder("--" + dial.key())
                .type(String.class)
                .paramLabel("VALUE")
                .description(
                    dial.description() + ". Default '" + dial.read(TrunkDials.DEFAULT) + "'")
                .build());
      }
      return command;
    }
  }

  static final class ListenText implements ITypeConverter<Listen> {
    @Override
    public Listen convert(String value) {
      int slash = value.indexOf('/');
      InetSocketAddress address =
          new SimulatorAddress().convert(slash < 0 ? value : value.substring(0, slash));
      List<Transport> transports =
          switch (slash < 0 ? "" : value.substring(slash + 1).toLowerCase(Locale.ROOT)) {
            case "" -> List.of(Transport.UDP, Transport.TCP);
            case "udp" -> List.of(Transport.UDP);
            case "tcp" -> List.of(Transport.TCP);
            case "tls" -> List.of(Transport.TLS);
            default ->
                throw new TypeConversionException(
                    "'" + value + "' ends with no transport: /udp, /tcp or /tls");
          };
      return new Listen(address, transports);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("not run by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    Clock clock = Clock.systemUTC();
    boolean encrypted = listen.transports().contains(Transport.TLS);
    tls.check(spec.commandLine(), encrypted);
    TrunkDials dials = dials(spec);
    try (SimulatorStop stop = new SimulatorStop();
        SimulatorTls.Made made = tls.make(clock.instant());
        TrunkSimulator simulator =
            TrunkSimulator.start(
                new TrunkSimulator.Settings(
                    listen.address(),
                    listen.transports(),
                    made.files(),
                    List.of(),
                    remember,
                    seed,
                    clock::millis,
                    System::nanoTime),
                dials,
                null);
        TrunkControl http =
            control == null ? null : TrunkControl.start(control, Map.of("", simulator))) {
      stop.install();
      out.println("listening on " + addresses(simulator) + control(http));
      watch(simulator, out, stop);
    }
    return 0;
  }

  private static String control(@Nullable TrunkControl http) {
    return http == null ? "" : ", control on http://" + SimulatorAddress.text(http.address());
  }

  private String addresses(TrunkSimulator simulator) {
    return String.join(
        " and ",
        listen.transports().stream()
            .map(transport ->
                SimulatorAddress.text(simulator.address(transport))
                    + "/"
                    + transport.name().toLowerCase(Locale.ROOT))
            .toList());
  }

  private static TrunkDials dials(CommandSpec spec) {
    CommandLine line = spec.commandLine();
    TrunkDialsBuilder builder = TrunkDials.builder();
    try {
      for (TrunkDial dial : TrunkDial.values()) {
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

  /** One line a second at most, and none while nothing changes. */
  private static void watch(TrunkSimulator simulator, PrintWriter out, SimulatorStop stop)
      throws InterruptedException {
    Map<Count, Long> last = Map.of();
    while (!stop.within1s()) {
      TrunkReport report = simulator.report(0, false);
      if (!report.counts().equals(last)) {
        out.println(line(report, last.getOrDefault(Count.INVITES, 0L)));
        last = report.counts();
      }
    }
  }

  private static String line(TrunkReport report, long invitesBefore) {
    return ("in progress %d, invites %d (+%d), answered %d, codes heard %d, refused %d,"
            + " throttled %d, unanswered %d, cancelled %d, keys %d, registrations %d")
        .formatted(
            report.count(Count.CALLS),
            report.count(Count.INVITES),
            report.count(Count.INVITES) - invitesBefore,
            report.count(Count.ANSWERED),
            report.count(Count.CODES_HEARD),
            report.count(Count.REFUSED),
            report.count(Count.THROTTLED),
            report.count(Count.UNANSWERED),
            report.count(Count.CANCELLED),
            report.count(Count.KEYS_PRESSED),
            report.count(Count.REGISTRATIONS));
  }
}
