package io.strowger.gateway.main;

import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.config.GatewayConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Validates a configuration: every problem with file, line, key and what is right.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the gateway would start with it", "2:it has problems"})
final class CheckCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The configuration.")
  private Path file = Path.of("strowger.yaml");

  @Override
  public Integer call() {
    PrintWriter out = Out.of(spec);
    ConfigResult result = new ConfigFile(file, SteadyClock.system()).read();
    ConfigFile.print(result, out);
    if (!(result instanceof ConfigResult.Loaded loaded)) {
      return Main.EXIT_USAGE;
    }
    GatewayConfig config = loaded.config();
    int links = config.carriers().stream().mapToInt(carrier -> carrier.links().size()).sum();
    out.println(
        file
            + " is good: "
            + config.accounts().size()
            + " accounts, "
            + config.carriers().size()
            + " carriers with "
            + links
            + " links, "
            + config.routes().entries().size()
            + " routes"
            + (loaded.warnings().isEmpty() ? "" : "; " + loaded.warnings().size() + " warnings"));
    out.flush();
    return 0;
  }
}
