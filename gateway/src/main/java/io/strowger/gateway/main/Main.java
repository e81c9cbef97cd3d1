package io.strowger.gateway.main;

import io.strowger.gateway.main.bench.BenchCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line: one line of error and an exit code, never a stack trace unasked. */
@Command(
    name = "strowger",
    mixinStandardHelpOptions = true,
    version = "strowger 0.1.0",
    description = "A gateway for one-time passcodes over carriers' own links.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      CheckCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      SendCommand.class,
      VerifyCommand.class,
      MessageCommand.class,
      CarrierCommand.class,
      LinkCommand.class,
      HealthCommand.class,
      CanaryCommand.class,
      TrunkCommand.class,
      EsmeCommand.class,
      AccountCommand.class,
      BlockCommand.class,
      AffectedCommand.class,
      AlarmCommand.class,
      WebhookCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  /** A command was called, or configured, wrongly. */
  static final int EXIT_USAGE = 2;

  /** A command could not do what was asked. */
  static final int EXIT_FAILED = 1;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((e, command, _) -> failed(main, command, e));
    line.setParameterExceptionHandler((e, _) -> misused(e));
    return line.execute(arguments);
  }

  private static int failed(Main main, CommandLine command, Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    command.getErr().println("strowger: " + message);
    if (main.debug) {
      e.printStackTrace(command.getErr());
    }
    return e instanceof UsageFailure ? EXIT_USAGE : EXIT_FAILED;
  }

  private static int misused(CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("strowger: " + e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return EXIT_USAGE;
  }
}
